"""Surveys for the team: figures that open, answers, who was not asked, the editor, the loop."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import Settings

from provodnik.facts.people.services import assign_coordinator
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.kernel.models import School
from provodnik.lake.reading import forget
from provodnik.method.survey_words import AskMoment
from provodnik.touches.voice.surveys import services
from provodnik.touches.voice.surveys.models import Concern, Invitation, Question, Survey, Version
from provodnik.touches.voice.surveys.services import invite
from provodnik.touches.voice.surveys.services.occasions import Occasion
from provodnik.touches.voice.surveys.tests.factories import (
    ACTOR,
    CSAT,
    MARK,
    NPS,
    WORDS,
    answered,
    make_survey,
)
from provodnik.web.tests.members import cost_of, sign_in

COORDINATOR = "coordinator"


@pytest.fixture(autouse=True)
def own_lake(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.HOME = tmp_path
    forget()
    yield
    forget()


@pytest.fixture
def head(client: Browser, school: School) -> Staff:
    return sign_in(client)


def seen(client: Browser, address: str) -> str:
    """A page as it is read: a hard space is a space."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.text.replace("\u00a0", " ")


def fill(survey: Survey, *marks: str) -> None:
    for mark in marks:
        answered(survey, make_client(), mark, "Потому что", at=timezone.now())


def test_a_stranger_signs_in_and_a_curator_sees_only_what_is_theirs(
    client: Browser, school: School
) -> None:
    survey = make_survey()
    assert client.get("/surveys/").status_code == 302

    sign_in(client, "curator", "Дарья Мухина")
    for address in ("/surveys/", f"/surveys/{survey.pk}/", f"/surveys/{survey.pk}/edit/"):
        assert client.get(address).status_code == 403, address
    assert client.get("/surveys/low/").status_code == 200
    assert client.post(f"/surveys/{survey.pk}/publication/").status_code == 403


def test_what_is_not_there_is_not_found(client: Browser, head: Staff) -> None:
    for address in ("7/", "7/people/", "7/left-out/", "7/export/", "7/edit/", "7/preview/"):
        assert client.get(f"/surveys/{address}").status_code == 404, address
    assert client.post("/surveys/ready/nothing/").status_code == 404
    assert client.post("/surveys/low/7/settlement/").status_code == 404
    assert client.post("/surveys/links/7/handed/").status_code == 404


@pytest.mark.requirement("R-225")
def test_what_nobody_asked_about_was_not_measured_and_has_grown_by_nothing_known(
    client: Browser, head: Staff
) -> None:
    page = seen(client, "/surveys/")

    assert page.count("не считался") >= 3
    assert "сравнить не с чем" in page
    assert "Опросов ещё нет" in page
    assert "Взять" in page


def test_the_list_tells_how_many_answered_and_each_number_opens(
    client: Browser, head: Staff
) -> None:
    survey = make_survey(NPS, WORDS)
    fill(survey, "10", "9", "9", "3")

    page = seen(client, "/surveys/")

    assert "100%" in page
    assert f'href="/surveys/{survey.pk}/' in page
    card = seen(client, f"/surveys/{survey.pk}/")
    assert "4 ученика ответили" in card or "4" in card
    assert "+50" in card or "50" in card
    assert card.count("Потому что") == 4
    only = seen(client, f"/surveys/{survey.pk}/?low=1")
    assert only.count("Потому что") == 1


def test_a_filter_leaves_the_answers_of_one_person_responsible(
    client: Browser, head: Staff
) -> None:
    survey, anna = make_survey(CSAT, WORDS), sign_in(client, name="Анна")
    hers = make_client(first_name="Вера")
    assign_coordinator(hers.pk, staff_id=anna.pk, now=timezone.now(), actor=ACTOR)
    answered(survey, hers, "5", "Её ответ", at=timezone.now())
    fill(survey, "4")

    page = seen(client, f"/surveys/{survey.pk}/?who={anna.pk}")

    assert "Её ответ" in page
    assert "Потому что" not in page
    assert "Таких ответов нет" in seen(client, f"/surveys/{survey.pk}/?cohort=99")


def test_the_file_equals_the_screen(client: Browser, head: Staff) -> None:
    survey = make_survey(MARK, WORDS)
    fill(survey, "4", "5")

    told = client.get(f"/surveys/{survey.pk}/export/").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(told), delimiter=";"))

    assert rows[0][-2:] == ["Уроки", "Почему"]
    assert sorted(row[-2] for row in rows[1:]) == ["4.0", "5.0"]
    book = client.get(f"/surveys/{survey.pk}/export.xlsx")
    assert book.status_code == 200
    empty = client.get(f"/surveys/{survey.pk}/export/?low=1").content.decode("utf-8-sig")
    assert len(empty.splitlines()) == 1


def test_the_cost_of_the_pages_does_not_grow_with_the_answers(client: Browser, head: Staff) -> None:
    survey = make_survey(CSAT, WORDS)
    fill(survey, "5", "1")
    pages = (
        "/surveys/",
        f"/surveys/{survey.pk}/",
        f"/surveys/{survey.pk}/people/",
        "/surveys/low/",
    )
    before = [cost_of(client, address) for address in pages]

    fill(survey, *(["5"] * 20), *(["1"] * 9))

    assert [cost_of(client, address) for address in pages] == before


def test_who_was_not_asked_is_listed_with_the_reason(client: Browser, head: Staff) -> None:
    survey, person = make_survey(), make_client()
    answered(make_survey(name="Прошлый"), person, "9", at=timezone.now())
    invite(
        survey,
        [Occasion(AskMoment.BY_HAND, person.pk, "again", timezone.now())],
        now=timezone.now(),
    )

    page = seen(client, f"/surveys/{survey.pk}/left-out/")

    assert person.name in page
    assert "Недавно уже спрашивали" in page


def test_a_survey_is_written_published_switched_on_and_sent(client: Browser, head: Staff) -> None:
    told = {"name": "Свой", "moment": "by_hand", "responsible": "students_coordinator"}
    client.post("/surveys/add/", told)
    survey = Survey.objects.get(name="Свой")
    address = f"/surveys/{survey.pk}"
    question = {
        "text": "Довольны ли вы?",
        "item": "Довольны",
        "kind": "scale_5",
        "measure": "csat",
        "weight": "1",
    }
    client.post(f"{address}/questions/", question)
    client.post(f"{address}/questions/", {**question, "item": "Ещё", "measure": "none"})
    refused = client.post(f"{address}/questions/", {**question, "item": "Не", "measure": "nps"})
    second = Question.objects.get(item="Ещё")
    client.post(f"{address}/questions/{second.pk}/", {"do": "up"})
    client.post(f"{address}/publication/")
    client.post(f"{address}/start/")

    assert "Вопрос не сохранён" in refused.text
    version = Version.objects.get(survey=survey)
    asked = Question.objects.filter(version=version).order_by("position")
    assert [one.item for one in asked] == ["Ещё", "Довольны"]
    assert "опрос спрашивает сам" in seen(client, f"{address}/edit/")
    assert "Довольны ли вы?" in seen(client, f"{address}/preview/")
    client.post(f"{address}/draft/")
    assert client.post(f"{address}/questions/{second.pk}/", {"do": "remove"}).status_code == 404


def test_a_wave_says_how_many_were_asked(client: Browser, head: Staff) -> None:
    survey = make_survey()

    page = client.post(f"/surveys/{survey.pk}/waves/", {"cohort": "", "product": ""}, follow=True)

    assert "0 учеников" in page.text.replace("\u00a0", " ")


@pytest.mark.requirement("R-221")
def test_a_ready_survey_is_taken_with_one_press(client: Browser, head: Staff) -> None:
    client.post("/surveys/ready/nps/")

    survey = Survey.objects.get(form="nps")
    assert "Включить опрос" in seen(client, f"/surveys/{survey.pk}/edit/")


def test_a_low_score_is_settled_by_who_answers_for_it_and_by_nobody_else(
    client: Browser, school: School
) -> None:
    anna = sign_in(client, COORDINATOR, "Анна Лебедева")
    hers, other = make_client(), make_client(last_name="Чужая")
    assign_coordinator(hers.pk, staff_id=anna.pk, now=timezone.now(), actor=ACTOR)
    survey = make_survey(NPS, WORDS)
    for person in (hers, other):
        answered(survey, person, "2", "Долго", at=timezone.now())
    mine, foreign = Concern.objects.get(client=hers), Concern.objects.get(client=other)

    page = seen(client, "/surveys/low/")
    assert hers.name in page
    assert other.name not in page
    stranger = client.post(f"/surveys/low/{foreign.pk}/settlement/", {"told": "Готово"})
    assert stranger.status_code == 404
    client.post(f"/surveys/low/{mine.pk}/settlement/", {"told": "Дали дежурного"})

    assert "Дали дежурного" in seen(client, "/surveys/low/?settled=1")
    client.post(f"/surveys/low/{mine.pk}/unsettling/")
    assert hers.name in seen(client, "/surveys/low/")


def test_a_link_nobody_could_send_is_passed_on_by_hand(client: Browser, school: School) -> None:
    anna = sign_in(client, COORDINATOR, "Анна Лебедева")
    hers = make_client()
    assign_coordinator(hers.pk, staff_id=anna.pk, now=timezone.now(), actor=ACTOR)
    survey, now = make_survey(), timezone.now()
    invite(survey, [Occasion(AskMoment.BY_HAND, hers.pk, "x", now)], now=now)
    Invitation.objects.update(send_at=now)
    services.send_due(now=now)
    invitation = Invitation.objects.get()

    assert f"/s/{invitation.token}" in seen(client, "/surveys/links/")
    client.post(f"/surveys/links/{invitation.pk}/handed/")

    assert "Все ссылки отправлены" in seen(client, "/surveys/links/")
    invitation.refresh_from_db()
    assert invitation.sent_at is not None

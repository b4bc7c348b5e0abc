"""A survey as a student meets it: no sign-in, one answer, nothing told to strangers."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from django.utils import timezone

from provodnik.facts.people.models import Client
from provodnik.facts.people.services import assign_coordinator
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.sales.links import tokens
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import journal
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.voice.surveys.models import Answer, Invitation, Question, Response
from provodnik.touches.voice.surveys.tests.factories import ACTOR, DAY, NPS, WORDS, ask, make_survey
from provodnik.web.pages.answering import obtaining
from provodnik.web.tests.members import sign_in

PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 14_8 like Mac OS X) Mobile/15E148"}
PREVIEW = {"User-Agent": "TelegramBot (like TwitterBot)"}


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    cache.clear()


@pytest.fixture
def student(school: School) -> Client:
    anna, person = make_staff("Анна Лебедева"), make_client(email="natalia@example.org")
    assign_coordinator(person.pk, staff_id=anna.pk, now=timezone.now(), actor=ACTOR)
    return person


@pytest.fixture
def invitation(student: Client) -> Invitation:
    return ask(make_survey(NPS, WORDS, name="Посоветуете ли нас"), student, at=timezone.now())


def form(invitation: Invitation, *told: str, key: str = "k1", **more: str) -> dict[str, str]:
    asked = Question.objects.filter(version_id=invitation.version_id).order_by("position")
    answers = {f"q{one.pk}": text for one, text in zip(asked, told, strict=False)}
    return {**answers, "key": key, **more}


def send(browser: Browser, invitation: Invitation, data: dict[str, str]) -> str:
    response = browser.post(f"/s/{invitation.token}", data, headers=PHONE, follow=True)
    assert response.redirect_chain[0][1] == 303
    return response.content.decode()


def look(browser: Browser, invitation: Invitation, tail: str = "", status: int = 200) -> str:
    response = browser.get(f"/s/{invitation.token}{tail}", headers=PHONE)
    assert response.status_code == status
    return response.content.decode()


def test_a_student_answers_without_signing_in_or_a_cookie(invitation: Invitation) -> None:
    browser = Browser(enforce_csrf_checks=True)

    page = look(browser, invitation)
    said = send(browser, invitation, form(invitation, "9", "Всё нравится"))

    assert "Посоветуете нас?" in page
    assert "точно" not in page
    assert "Спасибо, записали" in said
    assert not browser.cookies
    assert Answer.objects.get(item=NPS.item).value_hundredths == 900


def test_the_page_names_nobody_and_is_kept_by_nobody(
    client: Browser, invitation: Invitation, student: Client
) -> None:
    send(client, invitation, form(invitation, "9", "Мой секрет"))

    for tail in ("", "?change=1", "?said=kept"):
        response = client.get(f"/s/{invitation.token}{tail}", headers=PHONE)
        page = response.content.decode()
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        for private in (student.last_name, student.email, "Мой секрет"):
            assert private not in page, (tail, private)


def test_looking_answers_nothing_whoever_looks(client: Browser, invitation: Invitation) -> None:
    for headers in (PHONE, PREVIEW, {"User-Agent": ""}):
        client.get(f"/s/{invitation.token}?q1=10&key=x", headers=headers)
        client.head(f"/s/{invitation.token}", headers=headers)
    client.post(f"/s/{invitation.token}", form(invitation, "10"), headers=PREVIEW)

    assert not Response.objects.exists()
    assert not JournalEntry.objects.filter(event_id=journal.event_id("survey_answered")).exists()


def test_a_double_press_and_a_retry_are_one_answer(client: Browser, invitation: Invitation) -> None:
    data = form(invitation, "9")
    first = send(client, invitation, data)
    again = send(client, invitation, data)
    other = send(client, invitation, form(invitation, "1", key="k2"))

    assert "Спасибо, записали" in first
    assert "Спасибо, записали" in again
    assert "ничего не задвоилось" in other
    assert Answer.objects.filter(measure="nps").count() == 1


def test_answers_are_changed_by_asking_to(client: Browser, invitation: Invitation) -> None:
    send(client, invitation, form(invitation, "9"))

    page = look(client, invitation, "?change=1")
    said = send(client, invitation, form(invitation, "10", key="k2", change="1"))

    assert 'value="9" checked' in page
    assert "Спасибо, записали" in said
    assert Answer.objects.get(measure="nps").value_hundredths == 1000


def test_without_a_mark_the_page_asks_for_one(client: Browser, invitation: Invitation) -> None:
    said = send(client, invitation, form(invitation, "", "Только слова"))

    assert "Выберите оценку, остальное по желанию." in said
    assert not Response.objects.exists()


def test_a_low_score_says_who_gets_in_touch_and_until_when(
    client: Browser, invitation: Invitation
) -> None:
    said = send(client, invitation, form(invitation, "2"))

    assert "Жаль, что так" in said
    assert "Анна на связи" in said


def test_past_its_term_the_page_says_where_to_write(
    client: Browser, invitation: Invitation
) -> None:
    Invitation.objects.update(expires_at=timezone.now() - 4 * DAY)

    page = look(client, invitation, status=410)
    said = client.post(f"/s/{invitation.token}", form(invitation, "9"), headers=PHONE, follow=True)

    assert "Срок опроса прошёл" in page
    assert "Напишите нам прямо" in said.content.decode()
    assert not Response.objects.exists()


def test_a_broken_address_says_so(client: Browser, school: School) -> None:
    for token in ("x", "1-short", tokens.new_token(school.pk, random_bytes=18)):
        response = client.get(f"/s/{token}", headers=PHONE)

        assert response.status_code == 404
        assert "Откройте её из сообщения ещё раз." in response.content.decode()


def test_a_loop_gone_wild_is_held_back(client: Browser, invitation: Invitation) -> None:
    address = f"/s/{invitation.token}"
    for _ in range(obtaining.OPENINGS_A_MINUTE):
        assert client.get(address, headers=PHONE).status_code == 200

    response = client.get(address, headers=PHONE)
    assert (response.status_code, response["Retry-After"]) == (429, "60")


def test_a_colleague_looks_on_and_cannot_answer(client: Browser, invitation: Invitation) -> None:
    sign_in(client)

    page = look(client, invitation)
    client.post(f"/s/{invitation.token}", form(invitation, "9"), headers=PHONE)

    assert "Ответить за него отсюда нельзя" in page
    assert not Response.objects.exists()


def test_the_page_is_light_enough_for_an_old_telephone(
    client: Browser, invitation: Invitation
) -> None:
    page = look(client, invitation)
    folder = Path(obtaining.__file__).parent / "static" / "answering"

    assert page.count('<link rel="stylesheet"') == 2
    assert sum(one.stat().st_size for one in folder.glob("*.css")) <= 15 * 1024
    assert "tabler" not in page
    assert "style=" not in page

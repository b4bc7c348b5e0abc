"""Pages of feedback: sorted, decided, answered, closed; requests before a cycle."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.learning.services import add_members, create_cohort
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.sales.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.kernel.models import School
from provodnik.touches.queue.models import Touch
from provodnik.touches.voice.feedback import services
from provodnik.touches.voice.feedback.models import Feedback, FeedbackRequest
from provodnik.touches.voice.feedback.types import NewFeedback, Sentiment, Source
from provodnik.web.tests.members import cost_of, sign_in


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


def noted(text: str = "Не хватает практики", **told: object) -> Feedback:
    fields = {"source": Source.TALK, "topic": "lessons", "sentiment": Sentiment.BAD, **told}
    new = NewFeedback(text=text, **fields)  # type: ignore[arg-type]  # words of a test
    return services.note_feedback(new, now=timezone.now(), actor="system")


def seen(client: Client, address: str) -> str:
    return client.get(address).text.replace("\u00a0", " ")


def said(client: Client, address: str, told: dict[str, str] | None = None) -> str:
    return client.post(address, told or {}, follow=True).text.replace("\u00a0", " ")


def decision(owner: Staff, kind: str = "improvement") -> dict[str, str]:
    return {"decision": kind, "words": "Добавим два разбора", "owner": str(owner.pk), "due_on": ""}


def test_a_stranger_signs_in_and_a_curator_is_refused(client: Client, school: School) -> None:
    assert client.get("/feedback/").status_code == 302

    sign_in(client, "curator", "Светлана Мухина")
    assert client.get("/feedback/").status_code == 403


def test_a_marketer_reads_without_names_and_writes_nothing(client: Client, school: School) -> None:
    item = noted(client_id=make_client("Тайная Ученица").pk)
    sign_in(client, "marketer", "Игорь Лис")

    assert "Тайная Ученица" not in seen(client, "/feedback/")
    assert "Принять решение" not in seen(client, f"/feedback/{item.pk}/")
    for step in ("topic", "decision", "reply", "closure"):
        assert client.post(f"/feedback/{item.pk}/{step}/").status_code == 403, step


def test_what_is_not_there_is_not_found(client: Client, head: Staff) -> None:
    assert client.get("/feedback/7/").status_code == 404
    for address in ("7/decision/", "7/closure/", "cohorts/7/request/", "requests/7/update/"):
        assert client.post(f"/feedback/{address}").status_code == 404, address


@pytest.mark.requirement("R-226")
def test_an_item_is_written_sorted_and_counted_among_the_topics(
    client: Client, head: Staff
) -> None:
    told = {"text": "Мало практики", "who": "", "client": "", "product": "", "reference": "№7"}
    page = said(
        client,
        "/feedback/add/",
        {**told, "topic": "lessons", "sentiment": "bad", "source": "ticket"},
    )
    assert "Решите: доработка, идея или понятный отказ" in page

    page = seen(client, "/feedback/")
    assert "Уроки и материалы" in page
    assert "1 замечание" in page
    today = timezone.localdate().isoformat()
    found = seen(client, f"/feedback/?topic=lessons&said_from={today}&said_to={today}")
    assert "Мало практики" in found
    assert "Таких слов нет" in seen(client, "/feedback/?topic=price")


@pytest.mark.requirement("R-227")
def test_items_without_a_decision_are_listed_until_they_are_decided(
    client: Client, head: Staff
) -> None:
    item = noted()
    assert "1 отзыв без решения" in seen(client, "/feedback/")
    assert "Не хватает практики" in seen(client, "/feedback/?undecided=on")

    refused = said(client, f"/feedback/{item.pk}/decision/", {**decision(head), "owner": ""})
    assert "Назовите, кто отвечает" in refused
    said(client, f"/feedback/{item.pk}/decision/", decision(head, "refusal"))

    assert "Таких слов нет" in seen(client, "/feedback/?undecided=on")
    assert "Понятный отказ" in seen(client, f"/feedback/{item.pk}/")


@pytest.mark.requirement("R-233")
def test_it_cannot_be_closed_before_the_client_was_told(client: Client, head: Staff) -> None:
    item = noted(client_id=make_client().pk)
    said(client, f"/feedback/{item.pk}/decision/", decision(head))

    assert "Ученик ещё не знает" in said(client, f"/feedback/{item.pk}/closure/")
    told = {"text": "Добавили два разбора", "is_told": "on"}
    assert "Ученик знает. Можно закрыть" in said(client, f"/feedback/{item.pk}/reply/", told)
    assert "Закрыто: доработка" in said(client, f"/feedback/{item.pk}/closure/")
    assert Touch.objects.get().note == "Добавили два разбора"


@pytest.mark.requirement("R-232")
def test_a_stream_is_asked_answers_are_kept_and_the_promise_closed(
    client: Client, head: Staff
) -> None:
    now = timezone.now()
    fields = CohortFields("Поток 14", ends_on=timezone.localdate() + timedelta(days=5))
    cohort = create_cohort(fields, now=now, actor="system")
    add_members(cohort.pk, [make_client().pk], joined_at=now, actor="system")
    assert "Спросить поток" in seen(client, "/feedback/")

    assert "Поставлено просьб: 1" in said(client, f"/feedback/cohorts/{cohort.pk}/request/")
    asked = FeedbackRequest.objects.get()
    told = {"text": "Мешает спешка", "topic": "schedule", "sentiment": "bad", "source": "talk"}
    said(client, f"/feedback/add/?request={asked.pk}", told)
    assert "1 ответ от 1" in seen(client, "/feedback/")
    assert "Мешает спешка" in seen(client, f"/feedback/?request={asked.pk}")
    page = said(client, f"/feedback/requests/{asked.pk}/update/", {"text": "Темп стал спокойнее"})
    assert "Темп стал спокойнее" in page


def test_a_longer_list_costs_no_more_queries(client: Client, head: Staff) -> None:
    noted()
    few = cost_of(client, "/feedback/")
    for n in range(30):
        noted(f"Слова {n}", client_id=make_client().pk)

    assert cost_of(client, "/feedback/") == few

"""Feedback from the words of a client to a decision and the answer to the client."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import MONDAY
from provodnik.facts.learning.services import add_members, create_cohort
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.people.models import Client
from provodnik.facts.people.tests.factories import happened
from provodnik.facts.sales.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.signals import queries as signal_queries
from provodnik.signals import services as signals
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import Outcome, TouchState
from provodnik.touches.voice.feedback import queries, services
from provodnik.touches.voice.feedback.errors import (
    AlreadyDone,
    NobodyToAsk,
    NobodyToTell,
    NotDecided,
    NothingSaid,
    NotReachedYet,
    NotSorted,
    NotTold,
    UnknownTopic,
    WithoutOwner,
    WithoutWords,
)
from provodnik.touches.voice.feedback.models import Feedback, FeedbackRequest
from provodnik.touches.voice.feedback.queries import Search
from provodnik.touches.voice.feedback.types import (
    Deciding,
    Decision,
    NewFeedback,
    Sentiment,
    Sorting,
    Source,
    State,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
DAY = timedelta(days=1)
ACTOR = "system"


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff("Анна Лебедева")


def noted(
    text: str = "Не хватает практики",
    *,
    client: Client | None = None,
    topic: str = "lessons",
    sentiment: Sentiment = Sentiment.BAD,
    request_id: int | None = None,
) -> Feedback:
    new = NewFeedback(
        text=text,
        source=Source.TALK,
        topic=topic,
        sentiment=sentiment,
        client_id=client.pk if client else None,
        request_id=request_id,
    )
    return services.note_feedback(new, now=MONDAY, actor=ACTOR)


def decided(item: Feedback, owner: Staff, decision: Decision = Decision.IMPROVEMENT) -> Feedback:
    told = Deciding(
        decision=decision, words="Добавим два разбора", owner_id=owner.pk, due_on=TODAY + DAY
    )
    services.decide(item.pk, told, now=MONDAY, actor=ACTOR)
    return item


def reply(item: Feedback, by: Staff, *, is_told: bool = True) -> None:
    services.reply(
        item.pk, "Добавили два разбора", is_told=is_told, by_id=by.pk, now=MONDAY, actor=ACTOR
    )


@pytest.mark.requirement("R-226")
def test_words_of_surveys_reviews_and_complaints_come_by_themselves_once(school: School) -> None:
    client = make_client()
    entries = [
        happened(
            "survey_answered", client, item="Уроки", value=4_00, attrs={"text": "Мало практики"}
        ),
        happened("review_received", client, attrs={"text": "Спасибо"}),
        happened("complaint_received", client, attrs={"text": "Долго отвечали"}),
        happened("survey_answered", client, item="Темп", value=4_00),
        happened("review_received", client, MONDAY - 61 * DAY, attrs={"text": "Давно"}),
    ]

    assert services.take_words(entries, now=MONDAY) == 3
    assert services.take_words(entries, now=MONDAY) == 0

    rows = queries.items(Search(state=State.UNSORTED))
    assert {(one.source, one.text) for one in rows} == {
        (Source.SURVEY, "Мало практики"),
        (Source.REVIEW, "Спасибо"),
        (Source.COMPLAINT, "Долго отвечали"),
    }


@pytest.mark.requirement("R-226")
def test_an_item_has_a_topic_of_the_method_and_a_decision(anna: Staff) -> None:
    client = make_client()
    services.take_words(
        [happened("review_received", client, attrs={"text": "Мало практики"})], now=MONDAY
    )
    item = Feedback.objects.get()
    with pytest.raises(NotSorted):
        decided(item, anna)
    with pytest.raises(UnknownTopic):
        wrong = Sorting(topic="weather", sentiment=Sentiment.BAD)
        services.sort_feedback(item.pk, wrong, now=MONDAY, actor=ACTOR)
    sorting = Sorting(topic="lessons", sentiment=Sentiment.BAD)
    services.sort_feedback(item.pk, sorting, now=MONDAY, actor=ACTOR)
    decided(item, anna)

    row = queries.item(item.pk)
    assert (row.topic, row.decision, row.owner, row.due_on) == (
        "lessons",
        Decision.IMPROVEMENT,
        "Анна Лебедева",
        TODAY + DAY,
    )


@pytest.mark.requirement("R-226")
def test_top_topics_are_counted_by_period(anna: Staff) -> None:
    for topic in ("lessons", "lessons", "support"):
        noted(f"О чём-то {topic}", topic=topic)
    decided(noted("Хорошо", sentiment=Sentiment.GOOD), anna)
    old = noted("Давно")
    Feedback.objects.filter(pk=old.pk).update(said_at=MONDAY - 40 * DAY)

    lessons, support = queries.top_topics(MONDAY - DAY, MONDAY + DAY)

    assert (lessons.topic, lessons.items, lessons.bad, lessons.good, lessons.open) == (
        *("lessons", 3, 2, 1),
        2,
    )
    assert (support.topic, support.items) == ("support", 1)


@pytest.mark.requirement("R-227")
def test_a_decision_needs_words_and_an_owner_and_may_be_a_reasoned_refusal(anna: Staff) -> None:
    item = noted()
    for words, owner_id, refusal in (
        (" ", anna.pk, WithoutWords),
        ("Нет смысла", None, WithoutOwner),
    ):
        told = Deciding(decision=Decision.REFUSAL, words=words, owner_id=owner_id)
        with pytest.raises(refusal):
            services.decide(item.pk, told, now=MONDAY, actor=ACTOR)
    decided(item, anna, Decision.REFUSAL)

    assert [one.item_id for one in queries.items(Search(decision=Decision.REFUSAL))] == [item.pk]
    with pytest.raises(IntegrityError, match="words_owner_and_moment"), transaction.atomic():
        Feedback.objects.filter(pk=item.pk).update(words="")


@pytest.mark.requirement("R-227")
def test_items_without_a_decision_are_listed_and_raise_a_signal_in_time(anna: Staff) -> None:
    item, other = noted(), noted("Второе")
    decided(other, anna)

    assert [one.item_id for one in queries.items(Search(undecided=True))] == [item.pk]
    signals.refresh_all(now=MONDAY + 6 * DAY)
    assert signal_queries.subjects("feedback_without_decision") == []
    signals.refresh_all(now=MONDAY + 8 * DAY)
    assert signal_queries.subjects("feedback_without_decision") == [item.pk]
    decided(item, anna)
    signals.refresh_all(now=MONDAY + 8 * DAY)
    assert signal_queries.subjects("feedback_without_decision") == []


@pytest.mark.requirement("R-233")
def test_done_requires_that_the_client_was_told(anna: Staff) -> None:
    item = noted(client=make_client(coordinator=anna))
    with pytest.raises(NotDecided):
        services.finish(item.pk, now=MONDAY, actor=ACTOR)
    decided(item, anna)
    with pytest.raises(NotTold):
        services.finish(item.pk, now=MONDAY, actor=ACTOR)

    reply(item, anna, is_told=False)
    with pytest.raises(NotReachedYet):
        services.finish(item.pk, now=MONDAY, actor=ACTOR)
    touch = Touch.objects.get()
    assert (touch.owner, touch.state) == (anna, TouchState.PLANNED)
    assert "Добавили два разбора" in touch.reason
    queue.record_outcome(touch.pk, Outcome.REACHED, by_id=anna.pk, now=MONDAY)
    services.finish(item.pk, now=MONDAY, actor=ACTOR)

    assert queries.item(item.pk).state is State.DONE
    with pytest.raises(AlreadyDone):
        decided(item, anna, Decision.REFUSAL)


@pytest.mark.requirement("R-233")
def test_the_database_itself_refuses_done_without_a_reply(anna: Staff) -> None:
    item = decided(noted(client=make_client()), anna)

    with pytest.raises(IntegrityError, match="decided_and_told"), transaction.atomic():
        Feedback.objects.filter(pk=item.pk).update(done_at=MONDAY)


@pytest.mark.requirement("R-233")
def test_a_client_told_just_now_is_a_touch_made(anna: Staff) -> None:
    client = make_client()
    item = decided(noted(client=client), anna)
    for _ in range(2):
        reply(item, anna)
    services.finish(item.pk, now=MONDAY, actor=ACTOR)

    touch = Touch.objects.get(client=client)
    assert (touch.state, touch.made_by) == (TouchState.MADE, anna)
    services.reopen(item.pk, now=MONDAY, actor=ACTOR)
    assert queries.item(item.pk).state is State.TOLD


def test_without_a_client_there_is_nobody_to_tell(anna: Staff) -> None:
    item = decided(noted(), anna)
    with pytest.raises(NobodyToTell):
        reply(item, anna)
    services.finish(item.pk, now=MONDAY, actor=ACTOR)

    assert queries.counts_by_state()[State.DONE] == 1
    with pytest.raises(NothingSaid):
        noted("  ")


@pytest.mark.requirement("R-232")
def test_a_cohort_is_asked_before_the_cycle_with_the_promise_of_an_update(anna: Staff) -> None:
    students = [make_client("Раз", coordinator=anna), make_client("Два", coordinator=anna)]
    fields = CohortFields("Поток 14", ends_on=TODAY + 10 * DAY)
    cohort = create_cohort(fields, now=MONDAY, actor="system")
    with pytest.raises(NobodyToAsk):
        services.ask_cohort(cohort.pk, TODAY, today=TODAY, now=MONDAY, actor=ACTOR)
    add_members(cohort.pk, [one.pk for one in students], joined_at=MONDAY, actor="system")
    (due,) = queries.due_cohorts(TODAY)
    assert (due.name, due.members) == ("Поток 14", 2)

    for _ in range(2):
        asked = services.ask_cohort(cohort.pk, due.cycle_on, today=TODAY, now=MONDAY, actor=ACTOR)

    assert FeedbackRequest.objects.count() == 1
    for words in ("помогает", "мешает", "2–3 примера", "До 09.11"):
        assert words in asked.text
    assert asked.promised_on == TODAY + 7 * DAY
    touches = Touch.objects.filter(occurrence=f"feedback_request:{asked.pk}")
    assert {touch.client for touch in touches} == set(students)
    assert queries.due_cohorts(TODAY) == []


@pytest.mark.requirement("R-232")
def test_answers_to_a_request_become_decisions_and_the_update_is_kept(anna: Staff) -> None:
    student = make_client(coordinator=anna)
    fields = CohortFields("Поток 14", ends_on=TODAY)
    cohort = create_cohort(fields, now=MONDAY, actor="system")
    add_members(cohort.pk, [student.pk], joined_at=MONDAY, actor="system")
    asked = services.ask_cohort(cohort.pk, TODAY, today=TODAY, now=MONDAY, actor=ACTOR)
    decided(noted("Мешает спешка", client=student, request_id=asked.pk), anna)
    noted("Ещё", request_id=asked.pk)

    with pytest.raises(WithoutWords):
        services.tell_update(asked.pk, " ", now=MONDAY, actor=ACTOR)
    services.tell_update(asked.pk, "Теперь два разбора", now=MONDAY, actor=ACTOR)

    (row,) = queries.requests()
    assert (row.answers, row.decided, row.update) == (2, 1, "Теперь два разбора")
    assert JournalEntry.objects.filter(event__name="feedback_update_told").count() == 1

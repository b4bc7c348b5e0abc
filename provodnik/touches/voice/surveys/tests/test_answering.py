"""An answer is kept once, becomes a figure, and wakes help when it is low."""

from datetime import timedelta

import pytest

from provodnik.facts.people.models import Client
from provodnik.facts.people.queries import satisfaction_of
from provodnik.facts.people.services import assign_coordinator
from provodnik.facts.people.tests.factories import MONDAY, make_client
from provodnik.facts.sales.links.rules import Opening
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import journal
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.planning import recovery
from provodnik.touches.voice.surveys import queries, services
from provodnik.touches.voice.surveys.errors import Expired, NothingTold, ScoreMissing
from provodnik.touches.voice.surveys.models import Answer, Concern, Invitation, Response
from provodnik.touches.voice.surveys.queries import PageState, answering_page
from provodnik.touches.voice.surveys.tests.factories import (
    ACTOR,
    CSAT,
    DAY,
    HOUR,
    MARK,
    WORDS,
    answer,
    answered,
    ask,
    make_survey,
)
from provodnik.touches.voice.surveys.types import Received


def scores() -> list[tuple[str | None, int | None, str]]:
    """Standing scores of the journal: question, hundredths, measure."""
    voided = JournalEntry.objects.filter(event_id=journal.event_id("entry_voided"))
    entries = JournalEntry.objects.filter(event_id=journal.event_id("survey_answered"))
    standing = entries.exclude(pk__in=voided.values("value")).order_by("pk")
    return [(one.item, one.value, one.attrs["measure"]) for one in standing]


def test_each_score_is_one_entry_with_its_measure_scale_and_weight(school: School) -> None:
    anna, client = make_staff("Анна Лебедева"), make_client()
    assign_coordinator(client.pk, staff_id=anna.pk, now=MONDAY, actor=ACTOR)
    answered(make_survey(MARK, CSAT, WORDS), client, "4", "5", "Хочу больше практики")

    assert scores() == [("Уроки", 400, "csi"), ("Помощь", 500, "csat")]
    first = JournalEntry.objects.filter(item="Уроки").get()
    assert first.staff_id == anna.pk
    assert first.attrs == {
        "measure": "csi",
        "scale": 5,
        "weight": 1,
        "text": "Хочу больше практики",
    }
    assert satisfaction_of(client.pk).csat_hundredths is None


def test_a_form_sent_again_is_one_answer(school: School) -> None:
    invitation = ask(make_survey(), make_client())

    first = answer(invitation, "9", key="form-1")
    again = answer(invitation, "9", key="form-1", at=MONDAY + 3 * DAY)
    other = answer(invitation, "2", key="form-2")

    assert (first, again, other) == (Received.KEPT, Received.KEPT, Received.ALREADY)
    assert scores() == [("Посоветуете", 900, "nps")]
    assert Response.objects.count() == 1


def test_answers_change_until_their_day_and_not_after(school: School) -> None:
    invitation = ask(make_survey(), make_client())
    answer(invitation, "9", "Всё хорошо")
    kept_at = Response.objects.get().answered_at

    changed = answer(invitation, "10", key="form-2", is_change=True, at=MONDAY + 3 * DAY)
    replay = answer(invitation, "9", key="form-1", is_change=True, at=MONDAY + 4 * DAY)
    late = answer(invitation, "1", key="form-3", is_change=True, at=MONDAY + 9 * DAY)

    assert (changed, replay, late) == (Received.CHANGED, Received.KEPT, Received.LOCKED)
    assert scores() == [("Посоветуете", 1000, "nps")]
    response = Response.objects.get()
    assert response.answered_at == kept_at
    kept = {one.item: one.text for one in Answer.objects.filter(response=response)}
    assert kept == {"Посоветуете": "", "Почему": "Всё хорошо"}


def test_a_term_that_passed_takes_nothing_but_what_a_phone_held_back(school: School) -> None:
    survey = make_survey()
    first, second = ask(survey, make_client()), ask(survey, make_client())
    over = first.expires_at

    assert answering_page(first, now=over).state is PageState.EXPIRED
    assert answer(first, "9", at=over + DAY) is Received.KEPT
    with pytest.raises(Expired):
        answer(second, "9", at=over + 4 * DAY)


@pytest.mark.parametrize("told", ["", "11", "-1", "девять", "9.5", "９"])
def test_what_is_no_mark_of_the_scale_is_no_answer(school: School, told: str) -> None:
    invitation = ask(make_survey(), make_client())

    with pytest.raises(ScoreMissing):
        answer(invitation, told, "Слова без оценки")
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("told", "is_person"),
    [
        (Opening("Mozilla/5.0 (iPhone)"), True),
        (Opening("TelegramBot (like TwitterBot)"), False),
        (Opening("Mozilla/5.0 (iPhone)", is_prefetch=True), False),
    ],
)
def test_a_preview_opens_nothing(school: School, told: Opening, is_person: bool) -> None:
    invitation = ask(make_survey(), make_client())

    services.note_opening(invitation, told, now=MONDAY + HOUR)
    services.note_opening(invitation, told, now=MONDAY + 2 * HOUR)

    invitation.refresh_from_db()
    assert (invitation.opened_at is not None) is is_person
    entries = JournalEntry.objects.filter(event_id=journal.event_id("survey_opened"))
    assert [one.attrs["machine"] for one in entries] == [not is_person]


def low_client() -> tuple[Client, int]:
    anna, client = make_staff("Анна Лебедева"), make_client()
    assign_coordinator(client.pk, staff_id=anna.pk, now=MONDAY, actor=ACTOR)
    return client, anna.pk


@pytest.mark.requirement("R-080")
@pytest.mark.parametrize(
    ("question", "told", "is_low"),
    [
        ("nps", "6", True),
        ("nps", "7", False),
        ("csat", "3", True),
        ("csat", "4", False),
        ("csi", "3", True),
        ("csi", "4", False),
    ],
)
def test_a_low_score_is_help_in_the_day_at_once(
    school: School, question: str, told: str, is_low: bool
) -> None:
    client, anna_id = low_client()
    asked = {"nps": (), "csat": (CSAT,), "csi": (MARK,)}[question]
    answered(make_survey(*asked), client, told)

    touches = Touch.objects.filter(client=client, kind="recovery", state="planned")
    assert touches.count() == Concern.objects.count() == int(is_low)
    if is_low:
        touch = touches.get()
        assert touch.owner_id == anna_id
        assert told in touch.reason
        assert Concern.objects.get().touch == touch


def test_one_low_score_is_one_touch_whoever_else_looks(school: School) -> None:
    client, _ = low_client()
    answered(make_survey(), client, "2")
    entries = JournalEntry.objects.filter(client_id=client.pk).values_list("pk", flat=True)

    recovery.hear_answers(list(entries), now=MONDAY + HOUR)
    Touch.objects.filter(kind="recovery").update(
        state="made", made_at=MONDAY + HOUR, outcome="reached"
    )
    recovery.hear_answers(list(entries), now=MONDAY + 2 * HOUR)

    assert Touch.objects.filter(client=client, kind="recovery").count() == 1


def test_help_stands_in_the_day_of_who_answers_for_it(school: School) -> None:
    client, _ = low_client()
    curator = make_staff("Дарья Мухина", "curator")
    invitation = ask(make_survey(CSAT), client)
    Invitation.objects.filter(pk=invitation.pk).update(responsible=curator)

    answer(invitation, "1")

    assert Touch.objects.get(kind="recovery").owner_id == curator.pk


def test_a_changed_mind_that_turned_bad_is_helped_too(school: School) -> None:
    client, _ = low_client()
    invitation = ask(make_survey(), client)
    answer(invitation, "9")
    answer(invitation, "3", key="form-2", is_change=True, at=MONDAY + DAY)

    assert Response.objects.get().is_low
    assert Touch.objects.filter(kind="recovery").count() == 1
    assert answering_page(invitation, now=MONDAY + DAY).promise is not None


def test_the_loop_is_closed_by_telling_what_was_done_and_can_be_taken_back(
    school: School,
) -> None:
    client, anna_id = low_client()
    answered(make_survey(), client, "2", "Долго отвечали")
    (waiting,) = queries.concerns()

    with pytest.raises(NothingTold):
        services.settle(waiting.concern_id, " ", by_id=anna_id, now=MONDAY + DAY)
    services.settle(waiting.concern_id, "Дали дежурного", by_id=anna_id, now=MONDAY + DAY)

    assert (waiting.score_hundredths, waiting.comment) == (200, "Долго отвечали")
    assert queries.concerns() == []
    (settled,) = queries.concerns(is_open=False)
    assert (settled.told, settled.settled_by) == ("Дали дежурного", "Анна Лебедева")

    services.unsettle(waiting.concern_id, by_id=anna_id, now=MONDAY + DAY + HOUR)
    assert len(queries.concerns()) == 1


def test_who_was_asked_by_hand_is_told_of_in_the_journal(school: School) -> None:
    client, _ = low_client()
    invitation = ask(make_survey(), client)
    services.handed_over(invitation.pk, actor=ACTOR, now=MONDAY + timedelta(hours=5))

    (sent,) = JournalEntry.objects.filter(event_id=journal.event_id("survey_sent"))
    assert (sent.client_id, sent.item, sent.attrs["measure"]) == (client.pk, "Опрос", "nps")

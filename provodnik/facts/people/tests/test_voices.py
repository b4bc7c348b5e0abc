"""What students said and did, as the card and the pulse tell it."""

from datetime import timedelta

import pytest

from provodnik.facts.people.queries.activity import last_seen
from provodnik.facts.people.queries.voices import csat_scores, open_complaints, voice_of
from provodnik.facts.people.services.merging import merge
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.tests.factories import MONDAY
from provodnik.kernel import journal

pytestmark = pytest.mark.usefixtures("school")


def told(client_id: int, event: str, *, days: int, **more: object) -> None:
    journal.record(
        event,
        happened_at=MONDAY + timedelta(days=days),
        actor="system",
        client_id=client_id,
        **more,
    )


def test_a_request_waits_until_it_is_resolved_and_again_when_it_comes_back() -> None:
    student = make_client()
    told(student.pk, "ticket_opened", days=0, item="1043", attrs={"topic": "Возврат"})
    told(student.pk, "ticket_resolved", days=1, item="1043")
    told(student.pk, "ticket_opened", days=2, item="1050")

    newest, oldest = voice_of([student.pk]).requests
    assert (newest.number, newest.resolved_at) == ("1050", None)
    assert (oldest.topic, oldest.resolved_at) == ("Возврат", MONDAY + timedelta(days=1))

    told(student.pk, "ticket_reopened", days=3, item="1043")
    assert voice_of([student.pk]).requests[1].resolved_at is None


def test_our_own_plans_are_no_sign_of_life() -> None:
    alive, silent = make_client("Наталья Ремизова"), make_client("Олег Прохоров")
    told(alive.pk, "lesson_viewed", days=1, item="Урок 1")
    told(alive.pk, "note_written", days=5, attrs={"text": "Перезвонить"})
    told(silent.pk, "note_written", days=5, attrs={"text": "Перезвонить"})

    assert last_seen([alive.pk, silent.pk]) == {alive.pk: MONDAY + timedelta(days=1)}


def test_what_a_joined_card_did_counts_for_who_stays() -> None:
    stays, goes = make_client("Наталья Ремизова"), make_client("Н. Ремизова")
    told(goes.pk, "lesson_viewed", days=2, item="Урок 1")

    merge(stays.pk, goes.pk, now=MONDAY, actor="system")

    assert last_seen([stays.pk]) == {stays.pk: MONDAY + timedelta(days=2)}


def test_nobody_waits_where_no_complaint_is_open() -> None:
    assert open_complaints() == (0, [])
    assert csat_scores(make_client().pk) == []

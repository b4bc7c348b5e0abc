"""Signals open and close by themselves."""

import pytest
from django.db import connection

from conftest import MONDAY
from provodnik.kernel import signals
from provodnik.kernel.models import JournalEntry, School, Signal
from provodnik.kernel.signals import Change, Check

pytestmark = pytest.mark.django_db

LARGE_COSTS = Check(
    name="large_cost",
    subject="entry",
    query=(
        "SELECT value AS subject_id, min(happened_at) AS since_at, '{}'::jsonb AS evidence"
        " FROM kernel_journalentry WHERE value > %(limit)s AND event_id ="
        " (SELECT id FROM kernel_eventname WHERE name = 'cost_recorded') GROUP BY 1"
    ),
    params=lambda _now: {"limit": 100},
)


def spend(value: int) -> None:
    from provodnik.kernel import journal

    journal.record("cost_recorded", happened_at=MONDAY, actor="staff:1", value=value)


def test_an_offender_opens_a_signal_once(school: School) -> None:
    spend(101)
    spend(99)

    first = signals.refresh(LARGE_COSTS, now=MONDAY)
    second = signals.refresh(LARGE_COSTS, now=MONDAY)

    assert (first, second) == (Change(opened=1, closed=0), Change(opened=0, closed=0))
    assert Signal.objects.get().since_at == MONDAY


def test_a_signal_closes_when_its_offender_is_gone_and_opens_anew(school: School) -> None:
    strict = Check("large_cost", "entry", LARGE_COSTS.query, lambda _now: {"limit": 1000})
    spend(500)
    signals.refresh(LARGE_COSTS, now=MONDAY)

    assert signals.refresh(strict, now=MONDAY) == Change(opened=0, closed=1)
    assert signals.refresh(LARGE_COSTS, now=MONDAY) == Change(opened=1, closed=0)
    events = JournalEntry.objects.filter(event__name__startswith="signal").order_by("id")
    assert [entry.event.name for entry in events] == [
        "signal_opened",
        "signal_closed",
        "signal_opened",
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_signal WHERE closed_at IS NULL")
        assert cursor.fetchone() == (1,)

"""T13: a clock that stands while the student is awaited."""

from datetime import date

import pytest

from provodnik.kernel.calendar.errors import CalendarError
from provodnik.kernel.calendar.rules import deadline, elapsed, paused_deadline
from provodnik.kernel.calendar.types import Pause
from provodnik.kernel.tests.calendars import at, five_days, h

OFFICE = five_days("09:00-17:00", days={date(2026, 11, 23): ()})
START = at("2026-11-19 09:00")  # a Thursday; Monday the 23rd is a holiday


def pause(from_at: str, to_at: str | None = None) -> Pause:
    return Pause(at(from_at), at(to_at) if to_at else None)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        pytest.param([], "2026-11-20 13:00", id="none"),
        pytest.param(
            [pause("2026-11-19 10:00", "2026-11-19 12:00")], "2026-11-20 15:00", id="in hours"
        ),
        pytest.param(
            [pause("2026-11-19 18:00", "2026-11-20 08:00")], "2026-11-20 13:00", id="out of hours"
        ),
        pytest.param(
            [pause("2026-11-19 16:00", "2026-11-20 10:00")], "2026-11-20 15:00", id="over a night"
        ),
        pytest.param(
            [pause("2026-11-20 12:00", "2026-11-24 10:00")],
            "2026-11-24 11:00",
            id="over a weekend and a holiday",
        ),
        pytest.param(
            [
                pause("2026-11-19 10:00", "2026-11-19 11:00"),
                pause("2026-11-19 14:00", "2026-11-19 15:00"),
            ],
            "2026-11-20 15:00",
            id="twice the same day",
        ),
        pytest.param(
            [
                pause("2026-11-19 14:00", "2026-11-19 16:00"),
                pause("2026-11-19 10:00", "2026-11-19 15:00"),
            ],
            "2026-11-24 11:00",
            id="overlapping and out of order",
        ),
        pytest.param(
            [
                pause("2026-11-19 10:00", "2026-11-19 14:00"),
                pause("2026-11-19 11:00", "2026-11-19 12:00"),
            ],
            "2026-11-20 17:00",
            id="one within the other",
        ),
        pytest.param(
            [pause("2026-11-18 09:00", "2026-11-19 10:00")], "2026-11-20 14:00", id="begun before"
        ),
        pytest.param(
            [pause("2026-11-17 09:00", "2026-11-18 10:00")], "2026-11-20 13:00", id="over before"
        ),
        pytest.param(
            [pause("2026-11-20 13:00", "2026-11-24 10:00")],
            "2026-11-20 13:00",
            id="after the target is used up",
        ),
        pytest.param(
            [pause("2026-11-20 12:00", "2026-11-20 12:00")], "2026-11-20 13:00", id="of no length"
        ),
    ],
)
def test_a_pause_adds_working_time_to_the_target(pauses: list[Pause], due: str) -> None:
    twelve_hours = h(12)

    found = paused_deadline(OFFICE, START, twelve_hours, pauses)

    assert found == at(due)
    assert elapsed(OFFICE, START, at(due), pauses) == twelve_hours


def test_while_a_pause_is_open_there_is_no_deadline_and_nothing_elapses() -> None:
    waiting = [pause("2026-11-19 12:00")]

    assert paused_deadline(OFFICE, START, h(12), waiting) is None
    assert elapsed(OFFICE, START, at("2026-11-20 16:00"), waiting) == h(3)
    assert elapsed(OFFICE, START, at("2026-11-25 16:00"), waiting) == h(3)


def test_an_open_pause_that_came_too_late_changes_nothing() -> None:
    late = [pause("2026-11-20 14:00")]

    assert paused_deadline(OFFICE, START, h(12), late) == at("2026-11-20 13:00")


def test_what_follows_an_open_pause_does_not_end_it() -> None:
    pauses = [pause("2026-11-19 12:00"), pause("2026-11-19 14:00", "2026-11-19 15:00")]

    assert paused_deadline(OFFICE, START, h(12), pauses) is None
    assert elapsed(OFFICE, START, at("2026-11-20 16:00"), pauses) == h(3)


def test_a_clock_paused_from_its_start_runs_once_released() -> None:
    pauses = [Pause(START, at("2026-11-19 16:30"))]

    assert paused_deadline(OFFICE, START, h(1), pauses) == at("2026-11-20 09:30")


def test_a_zero_target_is_due_at_once_even_when_paused() -> None:
    assert paused_deadline(OFFICE, START, h(0), [Pause(START)]) == START


def test_without_pauses_both_deadlines_are_one() -> None:
    assert paused_deadline(OFFICE, START, h(30), []) == deadline(OFFICE, START, h(30))


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(CalendarError, match="ends before"):
        elapsed(
            OFFICE,
            START,
            at("2026-11-20 12:00"),
            [pause("2026-11-19 12:00", "2026-11-19 11:00")],
        )

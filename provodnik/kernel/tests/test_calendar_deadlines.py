"""By when, how long, how long is left: the ordinary and the awkward cases."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from provodnik.kernel.calendar.errors import CalendarError, NoWorkingTime, OutsideCalendar
from provodnik.kernel.calendar.rules import (
    deadline,
    elapsed,
    is_open,
    moment_before,
    next_open,
    remaining,
    working_intervals,
)
from provodnik.kernel.calendar.types import Span, WorkCalendar
from provodnik.kernel.tests.calendars import at, every_day, five_days, h, hours

OFFICE = five_days("09:00-17:00")
LUNCH = five_days("09:00-12:00", "13:30-18:00")
ROUND_THE_CLOCK = every_day("00:00-24:00")
NIGHT_SHIFT = five_days("22:00-02:00")
NEVER = WorkCalendar.of("Europe/Moscow", [()] * 7)

# 2026-11-20 is a Friday.
CASES = [
    pytest.param(OFFICE, "2026-11-20 16:30", h(1), "2026-11-23 09:30", id="T1 over a weekend"),
    pytest.param(OFFICE, "2026-11-20 07:00", h(2), "2026-11-20 11:00", id="T2 before opening"),
    pytest.param(OFFICE, "2026-11-20 09:00", h(1), "2026-11-20 10:00", id="T3 at opening"),
    pytest.param(OFFICE, "2026-11-20 17:00", h(1), "2026-11-23 10:00", id="T3 at closing"),
    pytest.param(OFFICE, "2026-11-20 16:00", h(1), "2026-11-20 17:00", id="T3 due at closing"),
    pytest.param(LUNCH, "2026-11-20 11:30", h(1), "2026-11-20 14:00", id="T4 over lunch"),
    pytest.param(LUNCH, "2026-11-20 12:45", h(1), "2026-11-20 14:30", id="T4 raised at lunch"),
    pytest.param(LUNCH, "2026-11-20 11:00", h(1), "2026-11-20 12:00", id="T4 due at lunch"),
    pytest.param(OFFICE, "2026-11-20 13:00", h(24), "2026-11-25 13:00", id="T5 several days"),
    pytest.param(OFFICE, "2026-11-20 13:00", h(100), "2026-12-08 17:00", id="T5 above two weeks"),
    pytest.param(ROUND_THE_CLOCK, "2026-11-20 23:59", h(48), "2026-11-22 23:59", id="T6 24/7"),
    pytest.param(NIGHT_SHIFT, "2026-11-19 23:00", h(2), "2026-11-20 01:00", id="T7 at night"),
    pytest.param(NIGHT_SHIFT, "2026-11-20 01:00", h(2), "2026-11-20 23:00", id="T7 two shifts"),
    pytest.param(NIGHT_SHIFT, "2026-11-21 01:30", h(1), "2026-11-23 22:30", id="T7 Friday's end"),
    pytest.param(OFFICE, "2024-02-28 16:00", h(2), "2024-02-29 10:00", id="T26 leap day"),
]


@pytest.mark.parametrize(("calendar", "start", "working_time", "due"), CASES)
def test_deadline_elapsed_and_remaining_agree(
    calendar: WorkCalendar, start: str, working_time: timedelta, due: str
) -> None:
    assert deadline(calendar, at(start), working_time) == at(due)
    assert elapsed(calendar, at(start), at(due)) == working_time
    assert remaining(calendar, at(start), at(due)) == working_time
    assert remaining(calendar, at(due), at(start)) == -working_time


def test_answers_are_in_utc() -> None:
    due = deadline(OFFICE, at("2026-11-20 10:00"), h(1))

    assert due.tzinfo is UTC
    assert due.isoformat() == "2026-11-20T08:00:00+00:00"
    assert next_open(OFFICE, at("2026-11-20 10:00")).tzinfo is UTC
    assert deadline(OFFICE, at("2026-11-20 10:00"), h(0)).tzinfo is UTC


def test_t3_the_moment_of_opening_is_work_and_the_moment_of_closing_is_not() -> None:
    assert is_open(OFFICE, at("2026-11-20 09:00"))
    assert is_open(OFFICE, at("2026-11-20 16:59:59.999999"))
    assert not is_open(OFFICE, at("2026-11-20 17:00"))
    assert not is_open(OFFICE, at("2026-11-20 08:59:59.999999"))


def test_t6_no_minute_is_lost_at_midnight() -> None:
    year = elapsed(ROUND_THE_CLOCK, at("2025-12-31 23:59"), at("2026-12-31 23:59"))

    assert year == timedelta(days=365)
    assert elapsed(ROUND_THE_CLOCK, at("2026-11-20 23:59"), at("2026-11-21 00:01")) == h(2 / 60)


def test_t7_a_night_shift_belongs_to_the_date_it_begins_on() -> None:
    closed_friday = five_days("22:00-02:00", days={date(2026, 11, 20): ()})

    assert is_open(closed_friday, at("2026-11-20 01:00"))
    assert not is_open(closed_friday, at("2026-11-20 23:00"))
    assert not is_open(closed_friday, at("2026-11-21 01:00"))


def test_t7_a_shift_over_new_year_is_not_cut_nor_counted_twice() -> None:
    calendar = every_day("20:00-04:00", "00:00-02:00")

    shift = elapsed(calendar, at("2025-12-31 20:00"), at("2026-01-01 04:00"))

    assert shift == h(8)
    assert [
        (stretch.from_at, stretch.to_at)
        for stretch in working_intervals(calendar, at("2025-12-31 12:00"), at("2026-01-01 12:00"))
    ] == [(at("2025-12-31 20:00"), at("2026-01-01 04:00"))]


def test_t8_a_holiday_added_later_moves_the_deadline() -> None:
    with_holiday = five_days("09:00-17:00", days={date(2026, 11, 23): ()})

    assert deadline(with_holiday, at("2026-11-20 16:30"), h(1)) == at("2026-11-24 09:30")


def test_t8_a_single_date_can_be_opened_too() -> None:
    saturday = five_days("09:00-17:00", days={date(2026, 11, 21): hours("10:00-12:00")})

    assert deadline(saturday, at("2026-11-20 16:30"), h(1)) == at("2026-11-21 10:30")


@pytest.mark.parametrize("ask", [deadline, moment_before])
def test_t10_a_calendar_without_hours_refuses_instead_of_searching_for_ever(
    ask: Callable[[WorkCalendar, datetime, timedelta], datetime],
) -> None:
    with pytest.raises(NoWorkingTime, match="not enough working time"):
        ask(NEVER, at("2026-11-20 10:00"), h(1))


def test_t10_a_calendar_without_hours_never_opens() -> None:
    with pytest.raises(NoWorkingTime, match="not enough working time"):
        next_open(NEVER, at("2026-11-20 10:00"))


def test_t10_without_hours_nothing_elapses() -> None:
    assert elapsed(NEVER, at("2026-11-20 10:00"), at("2027-11-20 10:00")) == h(0)
    assert not is_open(NEVER, at("2026-11-20 10:00"))
    assert working_intervals(NEVER, at("2026-01-01 00:00"), at("2027-01-01 00:00")) == []


def test_t10_hours_that_end_are_not_enough() -> None:
    last_day = WorkCalendar.of(
        "Europe/Moscow", [()] * 7, {date(2026, 11, 20): hours("09:00-17:00")}
    )

    assert deadline(last_day, at("2026-11-01 00:00"), h(8)) == at("2026-11-20 17:00")
    with pytest.raises(NoWorkingTime):
        deadline(last_day, at("2026-11-01 00:00"), h(8.5))


def test_t12_from_closed_hours_to_closed_hours_nothing_elapses() -> None:
    assert elapsed(OFFICE, at("2026-11-20 18:00"), at("2026-11-22 23:00")) == h(0)


def test_t12_a_request_from_a_day_off_waits_from_the_first_working_minute() -> None:
    assert elapsed(OFFICE, at("2026-11-21 12:00"), at("2026-11-23 09:10")) == h(1 / 6)


def test_t21_an_end_before_its_start_is_nothing_and_not_negative() -> None:
    assert elapsed(OFFICE, at("2026-11-20 15:00"), at("2026-11-20 10:00")) == h(0)


def test_t23_a_warning_an_hour_before_goes_back_over_the_night() -> None:
    assert moment_before(OFFICE, at("2026-11-23 09:30"), h(1)) == at("2026-11-20 16:30")
    assert moment_before(OFFICE, at("2026-11-23 10:00"), h(1)) == at("2026-11-23 09:00")
    assert moment_before(OFFICE, at("2026-11-22 12:00"), h(1)) == at("2026-11-20 16:00")
    assert moment_before(OFFICE, at("2026-11-22 12:00"), h(0)) == at("2026-11-22 12:00")
    assert moment_before(OFFICE, at("2026-01-05 09:30"), h(1)) == at("2026-01-02 16:30")


def test_t26_the_smallest_target_and_none() -> None:
    tick = timedelta(microseconds=1)

    assert deadline(OFFICE, at("2026-11-20 18:00"), timedelta(0)) == at("2026-11-20 18:00")
    assert deadline(OFFICE, at("2026-11-20 18:00"), tick) == at("2026-11-23 09:00:00.000001")
    assert deadline(OFFICE, at("2026-11-20 16:59:59.5"), h(1 / 3600)) == at("2026-11-23 09:00:00.5")


def test_remaining_turns_negative_once_the_deadline_is_overrun() -> None:
    due = at("2026-11-20 16:30")

    assert remaining(OFFICE, at("2026-11-20 16:00"), due) == h(0.5)
    assert remaining(OFFICE, at("2026-11-20 17:00"), due) == h(-0.5)
    assert remaining(OFFICE, at("2026-11-23 10:00"), due) == h(-1.5)


def test_next_opening_is_now_while_open() -> None:
    assert next_open(LUNCH, at("2026-11-20 10:15")) == at("2026-11-20 10:15")
    assert next_open(LUNCH, at("2026-11-20 12:00")) == at("2026-11-20 13:30")
    assert next_open(LUNCH, at("2026-11-20 18:00")) == at("2026-11-23 09:00")
    assert next_open(LUNCH, at("2026-12-31 18:00")) == at("2027-01-01 09:00")


def test_working_intervals_are_clipped_to_what_was_asked() -> None:
    found = working_intervals(LUNCH, at("2026-11-20 10:00"), at("2026-11-23 09:30"))

    assert [(stretch.from_at, stretch.to_at) for stretch in found] == [
        (at("2026-11-20 10:00"), at("2026-11-20 12:00")),
        (at("2026-11-20 13:30"), at("2026-11-20 18:00")),
        (at("2026-11-23 09:00"), at("2026-11-23 09:30")),
    ]
    assert working_intervals(LUNCH, at("2026-11-20 10:00"), at("2026-11-20 10:00")) == []


def test_the_turn_of_a_year_does_not_cut_an_interval() -> None:
    found = working_intervals(ROUND_THE_CLOCK, at("2024-06-01 00:00"), at("2027-06-01 00:00"))

    assert len(found) == 1


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        deadline(OFFICE, datetime(2026, 11, 20), h(1))  # noqa: DTZ001


def test_a_negative_target_is_refused() -> None:
    with pytest.raises(CalendarError, match="negative"):
        deadline(OFFICE, at("2026-11-20 10:00"), h(-1))


def test_a_date_from_broken_data_is_refused_at_once() -> None:
    with pytest.raises(OutsideCalendar, match="year 1"):
        elapsed(OFFICE, datetime(1, 1, 2, tzinfo=UTC), at("2026-11-20 10:00"))


def test_t27_ten_thousand_questions_over_years_are_quick() -> None:
    start, end = at("2016-01-01 00:00"), at("2026-11-20 10:00")
    elapsed(OFFICE, start, end)
    began = datetime.now(UTC)

    for minute in range(10_000):
        elapsed(OFFICE, start + timedelta(minutes=minute), end)

    # About 0.05 s here; minute by minute it would be hours.
    assert datetime.now(UTC) - began < timedelta(seconds=5)


def test_equal_hours_make_equal_calendars() -> None:
    one, other = five_days("13:30-18:00", "09:00-12:00"), LUNCH
    elapsed(one, at("2026-01-01 00:00"), at("2026-11-20 10:00"))

    assert one == other
    assert hash(one) == hash(other)
    assert one != OFFICE


@pytest.mark.parametrize(
    "spans", [(Span(540, 720), Span(700, 800)), (Span(540, 720), Span(540, 600))]
)
def test_hours_of_one_date_must_not_overlap(spans: tuple[Span, ...]) -> None:
    with pytest.raises(CalendarError, match="overlap"):
        WorkCalendar.of("Europe/Moscow", [spans] * 7)


@pytest.mark.parametrize(("opens", "closes"), [(600, 600), (700, 600), (1440, 1500), (0, 1441)])
def test_a_span_holds_time_and_no_more_than_a_day(opens: int, closes: int) -> None:
    with pytest.raises(CalendarError, match="span"):
        Span(opens, closes)

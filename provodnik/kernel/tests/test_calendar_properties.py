"""T28: what holds for every calendar, and the slow, obvious way of counting to compare with."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from provodnik.kernel.calendar.rules import (
    deadline,
    elapsed,
    is_open,
    moment_before,
    next_open,
    paused_deadline,
    remaining,
    working_intervals,
)
from provodnik.kernel.calendar.types import Pause, Production, Span, Spans, WorkCalendar

pytestmark = pytest.mark.slow

ZONES = (
    "Europe/Moscow",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kamchatka",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
)
# Zones whose clocks do not change in the weeks of the slow count below.
STEADY_ZONES = ("Europe/Moscow", "Asia/Kamchatka", "Asia/Kolkata", "UTC")
MIDNIGHT = 24 * 60
# Within it: Moscow's three changes of rule, Apia's missing day, summer time elsewhere.
FIRST, LAST = date(2009, 1, 1), date(2027, 12, 31)
NOTHING = timedelta(0)
quickly = settings(max_examples=40, deadline=None)


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    """Hours of one date: up to three stretches, the last of which may run into the next date."""
    edges = sorted(draw(st.sets(st.integers(0, MIDNIGHT), max_size=6)))
    found = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    if draw(st.booleans()) and found:
        last = found.pop()
        found.append(Span(last.opens_minute, min(MIDNIGHT + 240, last.opens_minute + MIDNIGHT)))
    return tuple(found)


@st.composite
def calendars(draw: st.DrawFn, zones: tuple[str, ...] = ZONES) -> WorkCalendar:
    week = draw(st.lists(spans(), min_size=7, max_size=7))
    assume(any(week))
    days = draw(st.dictionaries(st.dates(FIRST, LAST), spans(), max_size=5))
    production = draw(st.sampled_from([None, Production.RUSSIA]))
    return WorkCalendar.of(draw(st.sampled_from(zones)), week, days, production)


@st.composite
def pause_lists(draw: st.DrawFn, start: datetime) -> list[Pause]:
    lengths = st.timedeltas(NOTHING, timedelta(days=10))
    begun = draw(st.lists(st.timedeltas(timedelta(days=-2), timedelta(days=30)), max_size=4))
    return [Pause(start + after, start + after + draw(lengths)) for after in begun]


moments = st.datetimes(
    datetime.combine(FIRST, datetime.min.time()),
    datetime.combine(LAST, datetime.min.time()),
    timezones=st.just(UTC),
)
working_times = st.timedeltas(timedelta(microseconds=1), timedelta(hours=400))


@quickly
@given(calendars(), moments, working_times)
def test_what_is_due_after_a_time_is_reached_after_that_time(
    calendar: WorkCalendar, start: datetime, working_time: timedelta
) -> None:
    due = deadline(calendar, start, working_time)

    assert elapsed(calendar, start, due) == working_time
    assert remaining(calendar, start, due) == working_time
    assert elapsed(calendar, start, due - timedelta(microseconds=1)) < working_time


@quickly
@given(calendars(), moments, st.timedeltas(NOTHING, timedelta(days=60)))
def test_the_other_way_round_too(
    calendar: WorkCalendar, start: datetime, length: timedelta
) -> None:
    end = start + length
    worked = elapsed(calendar, start, end)

    assert deadline(calendar, start, worked) <= end
    assert moment_before(calendar, end, worked) >= start
    assert elapsed(calendar, moment_before(calendar, end, worked), end) == worked


@quickly
@given(calendars(), moments, moments, working_times, working_times)
def test_a_later_start_or_a_longer_target_is_never_due_earlier(
    calendar: WorkCalendar,
    one: datetime,
    other: datetime,
    short: timedelta,
    more: timedelta,
) -> None:
    earlier, later = sorted((one, other))

    assert deadline(calendar, earlier, short) <= deadline(calendar, later, short)
    assert deadline(calendar, earlier, short) < deadline(calendar, earlier, short + more)


@settings(max_examples=10, deadline=None)
@given(calendars(), moments, moments, moments)
def test_time_adds_up(calendar: WorkCalendar, a: datetime, b: datetime, c: datetime) -> None:
    first, middle, last = sorted((a, b, c))

    whole = elapsed(calendar, first, last)

    assert whole == elapsed(calendar, first, middle) + elapsed(calendar, middle, last)
    assert NOTHING <= whole <= last - first


@quickly
@given(calendars(), moments, working_times, st.integers(0, 60))
def test_a_holiday_added_never_makes_a_deadline_earlier(
    calendar: WorkCalendar, start: datetime, working_time: timedelta, days_later: int
) -> None:
    holiday = start.date() + timedelta(days=days_later)
    with_holiday = WorkCalendar(
        calendar.zone,
        calendar.week,
        tuple({**calendar.override, holiday: ()}.items()),
        calendar.production,
    )

    before = deadline(calendar, start, working_time)

    assert deadline(with_holiday, start, working_time) >= before
    assert elapsed(with_holiday, start, before) <= working_time


@quickly
@given(calendars(), moments, st.timedeltas(NOTHING, timedelta(days=90)))
def test_intervals_are_the_elapsed_time_laid_out(
    calendar: WorkCalendar, start: datetime, length: timedelta
) -> None:
    found = working_intervals(calendar, start, start + length)
    lengths = [stretch.to_at - stretch.from_at for stretch in found]

    assert sum(lengths, NOTHING) == elapsed(calendar, start, start + length)
    assert all(length > NOTHING for length in lengths)
    assert all(a.to_at < b.from_at for a, b in pairwise(found))


@quickly
@given(calendars(), moments)
def test_the_next_opening_is_open_and_nothing_is_before_it(
    calendar: WorkCalendar, moment: datetime
) -> None:
    opening = next_open(calendar, moment)

    assert opening >= moment
    assert is_open(calendar, opening)
    assert elapsed(calendar, moment, opening) == NOTHING


@quickly
@given(st.data(), calendars(), moments, working_times)
def test_pauses_agree_with_the_deadline_they_move(
    data: st.DataObject, calendar: WorkCalendar, start: datetime, working_time: timedelta
) -> None:
    pauses = data.draw(pause_lists(start))

    due = paused_deadline(calendar, start, working_time, pauses)

    assert due is not None
    assert elapsed(calendar, start, due, pauses) == working_time
    held = elapsed(calendar, start, due) - working_time
    assert due == deadline(calendar, start, working_time + held)


@settings(max_examples=25, deadline=None)
@given(calendars(STEADY_ZONES), st.dates(date(2015, 1, 5), LAST), st.integers(0, 4 * MIDNIGHT))
def test_a_count_minute_by_minute_gives_the_same(
    calendar: WorkCalendar, on: date, length_minutes: int
) -> None:
    start = datetime(on.year, on.month, on.day, 12, 34, tzinfo=UTC)
    calendar = WorkCalendar(calendar.zone, calendar.week, calendar.days)

    counted = sum(
        works_at(calendar, start + timedelta(minutes=minute)) for minute in range(length_minutes)
    )

    assert elapsed(calendar, start, start + timedelta(minutes=length_minutes)) == timedelta(
        minutes=counted
    )


def works_at(calendar: WorkCalendar, moment: datetime) -> bool:
    """By the wall clock alone: is this minute within today's hours, or yesterday's night shift?"""
    local = moment.astimezone(calendar.zone)
    minute = local.hour * 60 + local.minute
    yesterday = local.date() - timedelta(days=1)
    return any(
        span.opens_minute <= minute + past < span.closes_minute
        for on, past in ((local.date(), 0), (yesterday, MIDNIGHT))
        for span in calendar.override.get(on, calendar.week[on.weekday()])
    )

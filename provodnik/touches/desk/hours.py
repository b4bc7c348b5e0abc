"""The hours in which the desk's clocks run: the school's, without the team's quiet ones (R-130)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from provodnik.kernel.calendar.rules import deadline, next_open
from provodnik.kernel.calendar.types import Span, Spans, WorkCalendar
from provodnik.kernel.calendar.wall import MINUTES_A_DAY
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method

_MINUTES_AN_HOUR = 60


def desk_calendar() -> WorkCalendar:
    """The current school's calendar without the quiet hours of its team."""
    quiet = method.desk_settings().quiet_hours
    return without_quiet(working_calendar(), _minute(quiet.starts), _minute(quiet.ends))


@lru_cache(maxsize=64)
def without_quiet(calendar: WorkCalendar, starts: int, ends: int) -> WorkCalendar:
    """The calendar without [starts, ends), minutes of a date, across midnight if it ends earlier.

    A shift over midnight keeps its hours: who works at night has no quiet of the day. Kept by its
    hours, so that its years are laid out once.
    """
    week = [_cut(spans, starts, ends) for spans in calendar.week]
    days = {on: _cut(spans, starts, ends) for on, spans in calendar.days}
    return WorkCalendar.of(calendar.zone.key, week, days, calendar.production)


def later_at(
    calendar: WorkCalendar, now: datetime, *, working_hours: int = 0, working_days: int = 0
) -> datetime:
    """So many working hours from now; a working day later is the opening of the next one.

    Raises:  NoWorkingTime: the calendar has none
    """
    at = deadline(calendar, now, timedelta(hours=working_hours))
    for _ in range(working_days):
        midnight = at.astimezone(calendar.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        at = next_open(calendar, midnight + timedelta(days=1))
    return at


def _cut(spans: Spans, starts: int, ends: int) -> tuple[Span, ...]:
    return tuple(left for span in spans for left in _left(span, starts, ends))


def _left(span: Span, starts: int, ends: int) -> Iterator[Span]:
    if span.closes_minute > MINUTES_A_DAY:
        yield span
        return
    quiet = ((starts, ends),) if starts <= ends else ((0, ends), (starts, MINUTES_A_DAY))
    edges = (0, *(edge for one in quiet for edge in one), MINUTES_A_DAY)
    for number, (opens, closes) in enumerate(pairwise(edges)):
        loud_opens, loud_closes = max(opens, span.opens_minute), min(closes, span.closes_minute)
        if number % 2 == 0 and loud_opens < loud_closes:
            yield Span(loud_opens, loud_closes)


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * _MINUTES_AN_HOUR + int(minutes)

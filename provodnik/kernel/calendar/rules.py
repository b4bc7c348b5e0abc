"""Working time: by when, how long, how long is left. The one place that answers.

Every moment goes in with a time zone, any, and comes out in UTC. Stretches are half-open: the
moment of closing is no longer working time, the moment of opening is.

The functions agree: for any calendar, start and `working_time` > 0
    elapsed(start, deadline(start, working_time)) == working_time, to the microsecond.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from provodnik.kernel.calendar import timeline
from provodnik.kernel.calendar.days import dates, plan_of
from provodnik.kernel.calendar.errors import CalendarError
from provodnik.kernel.calendar.types import DayPlan, Interval, Pause, WorkCalendar
from provodnik.kernel.calendar.wall import to_moment, to_us

_MICROSECOND = timedelta(microseconds=1)
_NOTHING = timedelta(0)


def deadline(calendar: WorkCalendar, start: datetime, working_time: timedelta) -> datetime:
    """The earliest moment by which `working_time` has been worked since `start`.

    A target that runs out exactly at closing time is due at closing time, not next morning.
    Zero is due at once.

    Raises:  CalendarError: a negative target
             NoWorkingTime: the calendar has not that much working time ahead
    """
    _refuse_negative(working_time)
    if not working_time:
        return to_moment(to_us(start))
    return to_moment(timeline.earliest_after(calendar, to_us(start), working_time // _MICROSECOND))


def elapsed(
    calendar: WorkCalendar, start: datetime, end: datetime, pauses: Iterable[Pause] = ()
) -> timedelta:
    """Working time in [start, end) outside the pauses; a pause still open lasts to the end.

    Never negative: an end that came before its start (a late webhook, an imported clock) is
    nothing. O(log n) within a year, plus one addition per year between.
    """
    start_us, end_us = to_us(start), to_us(end)
    if end_us <= start_us:
        return _NOTHING
    worked = timeline.worked_between(calendar, start_us, end_us)
    for pause_from, pause_to in _clipped(pauses, start_us, end_us):
        worked -= timeline.worked_between(calendar, pause_from, pause_to)
    return worked * _MICROSECOND


def remaining(calendar: WorkCalendar, now: datetime, deadline: datetime) -> timedelta:
    """Working time left until the deadline; negative by how much it has been overrun.

    Zero does not say on which side `now` is, since nights are worth nothing: a deadline is missed
    when `now` is later than it.
    """
    if now <= deadline:
        return elapsed(calendar, now, deadline)
    return -elapsed(calendar, deadline, now)


def paused_deadline(
    calendar: WorkCalendar, start: datetime, working_time: timedelta, pauses: Iterable[Pause]
) -> datetime | None:
    """As `deadline`, with the clock standing during the pauses. None while one is still open.

    What a pause holds is added to the target in working time, never to the start: a pause over a
    night or a holiday moves nothing. A target that was used up before a pause is not moved by it.

    Raises:  as `deadline`; CalendarError for a pause that ends before it begins
    """
    _refuse_negative(working_time)
    if not working_time:
        return to_moment(to_us(start))
    cursor_us, left_us = to_us(start), working_time // _MICROSECOND
    for pause_from, pause_to in _joined(pauses):
        if pause_from > cursor_us:
            free_us = timeline.worked_between(calendar, cursor_us, pause_from)
            if free_us >= left_us:
                break
            left_us -= free_us
        if pause_to is None:
            return None
        cursor_us = max(cursor_us, pause_to)
    return to_moment(timeline.earliest_after(calendar, cursor_us, left_us))


def moment_before(calendar: WorkCalendar, deadline: datetime, working_time: timedelta) -> datetime:
    """The latest moment at which `working_time` was still left: when to warn of a deadline.

    Raises:  CalendarError: a negative time
             NoWorkingTime: the calendar has not that much working time before
    """
    _refuse_negative(working_time)
    if not working_time:
        return to_moment(to_us(deadline))
    return to_moment(
        timeline.latest_before(calendar, to_us(deadline), working_time // _MICROSECOND)
    )


def next_open(calendar: WorkCalendar, at: datetime) -> datetime:
    """`at` itself in working time, else the next opening. Raises NoWorkingTime if none comes."""
    return to_moment(timeline.next_open_us(calendar, to_us(at)))


def is_open(calendar: WorkCalendar, at: datetime) -> bool:
    """Whether the moment lies in working time. False on a calendar without any."""
    at_us = to_us(at)
    return timeline.worked_between(calendar, at_us, at_us + 1) == 1


def working_intervals(calendar: WorkCalendar, from_at: datetime, to_at: datetime) -> list[Interval]:
    """Stretches of working time clipped to [from_at, to_at), ascending and apart."""
    from_us, until_us = to_us(from_at), to_us(to_at)
    if until_us <= from_us:
        return []
    return [
        Interval(to_moment(opens), to_moment(closes))
        for opens, closes in timeline.open_between(calendar, from_us, until_us)
    ]


def explain_days(
    calendar: WorkCalendar, from_on: date, to_on: date, *, language: str = "ru"
) -> list[DayPlan]:
    """Each date of [from_on, to_on) with its hours and their reason, for a person to review."""
    return [plan_of(calendar, on, language=language) for on in dates(from_on, to_on)]


def _refuse_negative(working_time: timedelta) -> None:
    if working_time < _NOTHING:
        raise CalendarError(f"working time cannot be negative: {working_time}")


def _joined(pauses: Iterable[Pause]) -> list[tuple[int, int | None]]:
    """Pauses in order, those that touch or overlap made one; nothing follows an open one."""
    joined: list[tuple[int, int | None]] = []
    for pause in sorted(pauses, key=lambda pause: to_us(pause.from_at)):
        start = to_us(pause.from_at)
        end = None if pause.to_at is None else to_us(pause.to_at)
        if end is not None and end < start:
            raise CalendarError(f"a pause ends before it begins: {pause}")
        last_end = joined[-1][1] if joined else start - 1
        if last_end is None:
            break
        if start > last_end:
            joined.append((start, end))
        else:
            joined[-1] = (joined[-1][0], None if end is None else max(last_end, end))
    return joined


def _clipped(pauses: Iterable[Pause], start_us: int, end_us: int) -> list[tuple[int, int]]:
    clipped = (
        (max(pause_from, start_us), end_us if pause_to is None else min(pause_to, end_us))
        for pause_from, pause_to in _joined(pauses)
    )
    return [(pause_from, pause_to) for pause_from, pause_to in clipped if pause_from < pause_to]

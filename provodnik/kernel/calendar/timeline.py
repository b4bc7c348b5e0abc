"""Working time on the line of real time: one sorted list of microseconds per local year.

A year is laid out once and then answered by binary search, so a question over decades costs
as many additions as it spans years. Real time comes from the time-zone database date by date,
never from today's offset.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from provodnik.kernel.calendar.days import dates, plan_of
from provodnik.kernel.calendar.errors import NoWorkingTime, OutsideCalendar
from provodnik.kernel.calendar.types import WorkCalendar, WorkYear
from provodnik.kernel.calendar.wall import to_moment, wall_us

# Data outside these years is a slip (0001-01-01, 9999-12-31), and a calendar that has no hours
# up to the last of them has none at all.
FIRST_YEAR = 1900
LAST_YEAR = 2200


def worked_between(calendar: WorkCalendar, start_us: int, end_us: int) -> int:
    """Working microseconds in [start, end), for start <= end."""
    first, last = year_at(calendar, start_us), year_at(calendar, end_us)
    if first is last:
        return _worked_before(first, end_us) - _worked_before(first, start_us)
    between = sum(year(calendar, n).worked[-1] for n in range(first.number + 1, last.number))
    rest_of_first = first.worked[-1] - _worked_before(first, start_us)
    return rest_of_first + between + _worked_before(last, end_us)


def earliest_after(calendar: WorkCalendar, start_us: int, working_us: int) -> int:
    """The earliest moment by which `working_us` > 0 of working time has passed since start."""
    current = year_at(calendar, start_us)
    target = _worked_before(current, start_us) + working_us
    while target > current.worked[-1]:
        target -= current.worked[-1]
        current = _next_year(calendar, current)
    index = bisect_left(current.worked, target) - 1
    return current.opens[index] + target - current.worked[index]


def latest_before(calendar: WorkCalendar, end_us: int, working_us: int) -> int:
    """The latest moment from which `working_us` > 0 of working time is left until end."""
    current = year_at(calendar, end_us)
    target = _worked_before(current, end_us) - working_us
    while target < 0:
        current = _previous_year(calendar, current)
        target += current.worked[-1]
    return _latest_with(current, target)


def next_open_us(calendar: WorkCalendar, at_us: int) -> int:
    """The first moment at or after `at` that lies in working time."""
    current = year_at(calendar, at_us)
    worked = _worked_before(current, at_us)
    while worked == current.worked[-1]:
        current = _next_year(calendar, current)
        worked = 0
    return _latest_with(current, worked)


def open_between(calendar: WorkCalendar, from_us: int, until_us: int) -> Iterator[tuple[int, int]]:
    """Working stretches clipped to [from, to), ascending; the turn of a year does not cut them."""
    pending: tuple[int, int] | None = None
    first, last = year_at(calendar, from_us), year_at(calendar, until_us)
    for number in range(first.number, last.number + 1):
        current = year(calendar, number)
        for opens, closes in zip(current.opens, current.closes, strict=True):
            start, end = max(opens, from_us), min(closes, until_us)
            if start >= end:
                continue
            if pending and pending[1] == start:
                pending = (pending[0], end)
                continue
            if pending:
                yield pending
            pending = (start, end)
    if pending:
        yield pending


def year_at(calendar: WorkCalendar, us: int) -> WorkYear:
    """The calendar's local year that holds the moment."""
    guess = to_moment(us).year
    found = year(calendar, guess)
    if us >= found.to_us:
        return year(calendar, guess + 1)
    if us < found.from_us:
        return year(calendar, guess - 1)
    return found


def year(calendar: WorkCalendar, number: int) -> WorkYear:
    """One year laid out: about 2 ms the first time, a look-up afterwards."""
    found = calendar.years.get(number)
    if found is None:
        if not FIRST_YEAR <= number <= LAST_YEAR:
            raise OutsideCalendar(
                f"the year {number} is outside the calendar ({FIRST_YEAR}–{LAST_YEAR})"
            )
        found = calendar.years[number] = _lay_out(calendar, number)
    return found


def _next_year(calendar: WorkCalendar, current: WorkYear) -> WorkYear:
    if current.number == LAST_YEAR:
        raise NoWorkingTime(f"the calendar has not enough working time up to the year {LAST_YEAR}")
    return year(calendar, current.number + 1)


def _previous_year(calendar: WorkCalendar, current: WorkYear) -> WorkYear:
    if current.number == FIRST_YEAR:
        raise NoWorkingTime(f"the calendar has not enough working time since {FIRST_YEAR}")
    return year(calendar, current.number - 1)


def _worked_before(current: WorkYear, us: int) -> int:
    index = bisect_right(current.opens, us) - 1
    if index < 0:
        return 0
    return current.worked[index] + min(us, current.closes[index]) - current.opens[index]


def _latest_with(current: WorkYear, worked: int) -> int:
    """The latest moment of the year before which exactly `worked` (less than all) has passed."""
    index = bisect_right(current.worked, worked) - 1
    return current.opens[index] + worked - current.worked[index]


def _lay_out(calendar: WorkCalendar, number: int) -> WorkYear:
    new_year, next_new_year = date(number, 1, 1), date(number + 1, 1, 1)
    zone = calendar.zone
    from_us, to_us = wall_us(zone, new_year), wall_us(zone, next_new_year)
    stretches: list[tuple[int, int]] = []
    # From the eve: its night shift may reach into the year.
    for on in dates(new_year - timedelta(days=1), next_new_year):
        for span in plan_of(calendar, on).spans:
            opens = max(wall_us(zone, on, span.opens_minute), from_us)
            closes = min(wall_us(zone, on, span.closes_minute), to_us)
            if opens < closes:
                stretches.append((opens, closes))
    joined = _joined(sorted(stretches))
    return WorkYear(
        number=number,
        from_us=from_us,
        to_us=to_us,
        opens=tuple(opens for opens, _ in joined),
        closes=tuple(closes for _, closes in joined),
        worked=tuple(accumulate((closes - opens for opens, closes in joined), initial=0)),
    )


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for opens, closes in stretches:
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    return joined

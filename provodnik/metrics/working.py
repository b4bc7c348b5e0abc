"""Working time inside definitions: how much of it passed between two moments.

The school's calendar comes as rows (`tables.SCHEMAS`: work_hours, work_days), so that a
question joins it by the day, in every engine alike, instead of asking about each moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from provodnik.kernel.calendar import rules
from provodnik.kernel.calendar.timeline import FIRST_YEAR, LAST_YEAR
from provodnik.kernel.calendar.types import Interval, WorkCalendar
from provodnik.metrics.lazy import ibis

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from provodnik.metrics.tables import Tables

_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)
# A day inside the calendar's years, whatever zone its hours are in.
_EARLIEST = datetime(FIRST_YEAR, 1, 3, tzinfo=UTC)
_LATEST = datetime(LAST_YEAR, 12, 29, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HoursRow:
    """A stretch of a UTC day, as `work_hours` holds it."""

    day: date
    from_at: datetime
    to_at: datetime
    opens_at: datetime
    open_us: int
    before_us: int


@dataclass(frozen=True, slots=True)
class DayRow:
    """A local date, as `work_days` holds it."""

    day: date
    days_before: int
    is_working: bool


def hours_rows(calendar: WorkCalendar, first: datetime, last: datetime) -> list[HoursRow]:
    """Working time of every UTC day from the first moment's to the last one's.

    Moments outside the calendar's years have no row. Cost: about 5 ms a year.
    """
    start = _midnight(max(first, _EARLIEST))
    end = _midnight(min(last, _LATEST)) + _DAY
    open_in = _by_day(rules.working_intervals(calendar, start, end))
    rows: list[HoursRow] = []
    before_us = 0
    for nth in range((end - start).days):
        at, until = start + nth * _DAY, start + (nth + 1) * _DAY
        for stretch in open_in.get(at.date(), ()):
            open_us = (stretch.to_at - stretch.from_at) // _MICROSECOND
            rows.append(HoursRow(at.date(), at, stretch.to_at, stretch.from_at, open_us, before_us))
            before_us += open_us
            at = stretch.to_at
        if at < until:
            rows.append(HoursRow(at.date(), at, until, at, 0, before_us))
    return rows


def days_rows(calendar: WorkCalendar, first: datetime, last: datetime) -> list[DayRow]:
    """The dates from the first moment's to the last one's, one more at each end for any zone."""
    start, end = max(first, _EARLIEST).date() - _DAY, min(last, _LATEST).date() + 2 * _DAY
    rows: list[DayRow] = []
    before = 0
    for plan in rules.explain_days(calendar, start, end):
        rows.append(DayRow(plan.on, before, bool(plan.spans)))
        before += bool(plan.spans)
    return rows


def with_worked(t: "Tables", table: "Table", **moments: str) -> "Table":
    """The table with, for each `name=column`, the working microseconds before that moment.

    Only differences of such numbers mean anything. Null where the calendar has no row.
    """
    for name, column in moments.items():
        hours = t.work_hours.view()
        at = table[column]
        joined = table.left_join(
            hours, [at.date() == hours.day, at >= hours.from_at, at < hours.to_at]
        )
        passed = joined[column].delta(joined.opens_at, unit="microsecond")
        passed = ibis.least(ibis.greatest(passed, 0), joined.open_us)
        table = joined.select(*table.columns, **{name: joined.before_us + passed})
    return table


def elapsed_us(table: "Table", start: str, end: str) -> "ibis.expr.types.IntegerValue":
    """Calendar microseconds between two moments; an end before its start is nothing."""
    return ibis.greatest(table[end].delta(table[start], unit="microsecond"), 0)


def _by_day(stretches: Sequence[Interval]) -> dict[date, list[Interval]]:
    """Stretches cut at UTC midnights, by the day each lies in."""
    found: dict[date, list[Interval]] = {}
    for stretch in stretches:
        at = stretch.from_at
        while at < stretch.to_at:
            until = min(stretch.to_at, _midnight(at) + _DAY)
            found.setdefault(at.date(), []).append(Interval(at, until))
            at = until
    return found


def _midnight(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(UTC).date(), time.min, UTC)

"""Periods of whole days in a school's zone: months, quarters, the period before, programmes.

A period is half-open: `to_on` is the first day that no longer belongs to it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from provodnik.kernel.calendar.wall import to_moment, wall_us

PROGRAMME_MONTHS = 4

_DAY = timedelta(days=1)
_MONTHS_A_YEAR = 12
_MONTHS_A_QUARTER = 3
_LABEL = re.compile(r"[0-9]{4}-[0-9]{2}")


class PeriodError(ValueError):
    """Text or dates that make no period. `code`: bad_date, bad_month, bad_period, empty_period."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days [from_on, to_on); at least one."""

    from_on: date
    to_on: date

    def __post_init__(self) -> None:
        if self.from_on >= self.to_on:
            raise PeriodError("empty_period", f"no days from {self.from_on} to {self.to_on}")

    def __contains__(self, on: date) -> bool:
        return self.from_on <= on < self.to_on

    def __str__(self) -> str:
        """«2026-01-01..2026-02-01», as `parse_period` reads it."""
        return f"{self.from_on.isoformat()}..{self.to_on.isoformat()}"

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days

    @property
    def last_on(self) -> date:
        """The last day that belongs: what people mean by «по»."""
        return self.to_on - _DAY

    def is_whole_months(self) -> bool:
        return self.from_on.day == self.to_on.day == 1

    def months(self) -> Iterator[date]:
        """The first day of each month that the period touches, in order."""
        month = self.from_on.replace(day=1)
        while month < self.to_on:
            yield month
            month = add_months(month, 1)

    def previous(self) -> "Period":
        """The period of the same length right before: so many months, else so many days."""
        if self.is_whole_months():
            length = months_between(self.from_on, self.to_on)
            return Period(add_months(self.from_on, -length), self.from_on)
        return Period(self.from_on - timedelta(days=self.days), self.from_on)

    def instants(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The period as real time [from, to), in UTC."""
        return start_of_day(self.from_on, zone), start_of_day(self.to_on, zone)


def start_of_day(on: date, zone: ZoneInfo) -> datetime:
    """The moment a date begins in the zone, in UTC; where midnight is skipped, the skip itself."""
    return to_moment(wall_us(zone, on))


def end_of_day(on: date, zone: ZoneInfo) -> datetime:
    """The first moment after a date, in UTC: «as of D» means before this."""
    return start_of_day(on + _DAY, zone)


def local_date(moment: datetime, zone: ZoneInfo) -> date:
    """The date a moment falls on in the zone. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment must carry its time zone: {moment.isoformat()}")
    return moment.astimezone(zone).date()


def add_months(on: date, months: int) -> date:
    """The same day so many months later (or earlier), or that month's last day: 31 → 28."""
    year, month = divmod(on.year * _MONTHS_A_YEAR + on.month - 1 + months, _MONTHS_A_YEAR)
    first = date(year, month + 1, 1)
    if on.day == 1:
        return first
    return min(first + timedelta(days=on.day - 1), _last_day(first))


def months_between(earlier: date, later: date) -> int:
    """Calendar months from one date's month to another's: 31 January → 1 February is 1."""
    return (later.year - earlier.year) * _MONTHS_A_YEAR + later.month - earlier.month


def month_of(on: date) -> Period:
    first = on.replace(day=1)
    return Period(first, add_months(first, 1))


def quarter_of(on: date) -> Period:
    first_month = (on.month - 1) // _MONTHS_A_QUARTER * _MONTHS_A_QUARTER + 1
    first = date(on.year, first_month, 1)
    return Period(first, add_months(first, _MONTHS_A_QUARTER))


def month_label(on: date) -> str:
    """«2010-12»."""
    return f"{on.year:04d}-{on.month:02d}"


def parse_month(label: str) -> date:
    """The first day of «2010-12». Raises PeriodError."""
    if _LABEL.fullmatch(label):
        try:
            return date.fromisoformat(f"{label}-01")
        except ValueError:
            pass
    raise PeriodError("bad_month", f"a month must read like 2010-12, not {label!r}")


def parse_date(text: str) -> date:
    """A date as commands take it: 2026-01-31 and nothing looser. Raises PeriodError."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        on = None
    if on is None or on.isoformat() != text:
        raise PeriodError("bad_date", f"a date must read like 2026-01-31 and exist, not {text!r}")
    return on


def parse_period(text: str) -> Period:
    """«FROM..TO», as in `--versus`; TO is not included. Raises PeriodError."""
    from_text, dots, to_text = text.partition("..")
    if not dots:
        raise PeriodError("bad_period", f"a period must read like 2026-01-01..2026-02-01: {text!r}")
    return Period(parse_date(from_text.strip()), parse_date(to_text.strip()))


def programme(start_on: date, *, months: int = PROGRAMME_MONTHS) -> Period:
    """The window of a programme of improvement: whole months counted from its first day."""
    return Period(start_on, add_months(start_on, months))


def programme_months(start_on: date, *, months: int = PROGRAMME_MONTHS) -> list[Period]:
    """Month 1, month 2 … of a programme, without gaps. Each is counted from the first day, so a
    start on the 31st does not slide to the 28th for good."""
    edges = [add_months(start_on, number) for number in range(months + 1)]
    return [Period(*edge) for edge in pairwise(edges)]


def _last_day(first: date) -> date:
    return add_months(first, 1) - _DAY

"""The working calendar as a value: hours of a week, single dates, production calendar, zone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Self
from zoneinfo import ZoneInfo

from provodnik.kernel.calendar.errors import CalendarError
from provodnik.kernel.calendar.wall import MINUTES_A_DAY

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Hours of one date by the wall clock, half-open, in minutes after its midnight.

    A shift over midnight belongs to the date it begins on: 22:00–02:00 is (1320, 1560).
    24:00 is 1440, so a whole day loses no minute.
    """

    opens_minute: int
    closes_minute: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens_minute < MINUTES_A_DAY:
            raise CalendarError(f"a span must open within its date: {self.opens_minute}")
        if not 0 < self.closes_minute - self.opens_minute <= MINUTES_A_DAY:
            raise CalendarError(
                f"a span must last more than nothing and at most a day: "
                f"{self.opens_minute}–{self.closes_minute}"
            )


type Spans = tuple[Span, ...]


class Production(StrEnum):
    """Whose holidays and moved days off lie beneath the week."""

    RUSSIA = "RU"


class DayReason(StrEnum):
    """Why a date has the hours it has."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MOVED_DAY_OFF = "moved_day_off"
    MOVED_WORKDAY = "moved_workday"
    SHORTENED = "shortened"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One date as a person reviews it: its hours and where they come from.

    `name`        the holiday: this day's, or the next day's where the reason is SHORTENED
    `moved`       for a moved day off, the date whose rest it is; for a moved workday, the date
                  whose work it is; None where the production calendar names no date
    `is_shortened` one hour is taken off the end, whatever the reason of the hours
    """

    on: date
    spans: Spans
    reason: DayReason
    name: str = ""
    moved: date | None = None
    is_shortened: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of real time [from_at, to_at), in UTC."""

    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch [from_at, to_at) during which a clock stands. `to_at` None: it still does."""

    from_at: datetime
    to_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WorkYear:
    """The working time of one local year, ready for binary search. Microseconds since 1970, UTC.

    `opens[i]`–`closes[i]` are disjoint and ascending; `worked[i]` is the working time of the year
    before `opens[i]`, and the last element of `worked` is the whole year's.
    """

    number: int
    from_us: int
    to_us: int
    opens: tuple[int, ...]
    closes: tuple[int, ...]
    worked: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When work is done: an immutable value, equal to another with the same hours.

    A date has the hours of `days` if it is there; else, with a production calendar, none on a
    holiday or a moved day off, the replaced day's on a moved workday, an hour less before a
    holiday; else those of its day of the week (Monday first). Hours that meet across midnight
    are never counted twice.
    """

    zone: ZoneInfo
    week: tuple[Spans, ...]
    days: tuple[tuple[date, Spans], ...] = ()
    production: Production | None = None
    # Derived from the fields above, filled as years are asked for. Two threads at once compute
    # the same year twice and store equal values: harmless.
    years: dict[int, WorkYear] = field(default_factory=dict, init=False, repr=False, compare=False)
    override: Mapping[date, Spans] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != DAYS_A_WEEK:
            raise CalendarError(f"a week has seven days, not {len(self.week)}")
        object.__setattr__(self, "week", tuple(ordered(spans) for spans in self.week))
        override = {on: ordered(spans) for on, spans in self.days}
        if len(override) != len(self.days):
            raise CalendarError("a date is given twice")
        object.__setattr__(self, "days", tuple(sorted(override.items())))
        object.__setattr__(self, "override", override)

    @classmethod
    def of(
        cls,
        timezone: str,
        week: Iterable[Iterable[Span]],
        days: Mapping[date, Iterable[Span]] | None = None,
        production: Production | None = None,
    ) -> Self:
        return cls(
            zone=ZoneInfo(timezone),
            week=tuple(tuple(spans) for spans in week),
            days=tuple((on, tuple(spans)) for on, spans in (days or {}).items()),
            production=production,
        )


def ordered(spans: Iterable[Span]) -> Spans:
    """The spans of one date by the clock. Raises CalendarError when two of them overlap."""
    in_order = tuple(sorted(spans))
    for earlier, later in pairwise(in_order):
        if later.opens_minute < earlier.closes_minute:
            raise CalendarError(f"spans of one date overlap: {earlier} and {later}")
    return in_order

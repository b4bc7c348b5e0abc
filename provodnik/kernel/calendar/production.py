"""The Russian production calendar: holidays, moved days off, working Saturdays, short days.

Dates come from the `holidays` library; what it lacks is derived here:
- the day off after a holiday on a weekend, where the library forgets it (10 March 2014) or no
  decree is out yet;
- a working day right before a non-working holiday is an hour shorter (Labour Code, art. 95);
  a day right before a moved day off is not;
- a working Saturday takes the length of the day it replaces, so it is short when that day
  would have been (rule for the norm of working hours, 2009).
Checked against the official yearly norms of hours, 2008–2026.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from provodnik.kernel.calendar.types import DayReason

SHORTENED_BY_MINUTES = 60
_DAY = timedelta(days=1)
_MOVED_FROM = re.compile(r"\((?:.*\s)?(\d{2})\.(\d{2})\.(\d{4})\)$")
_SATURDAY = 5
_NEXT_WORKDAY_SINCE = 2005
_LANGUAGES = {"ru": "ru", "en": "en_US"}

# In 2014 the rest of Sunday 23 February, due on Monday the 24th, was moved on to 3 November, and
# the 24th took the short day of the 3rd. The library keeps only both ends of that chain.
_SHORTENED_BY_DECREE = frozenset({date(2014, 2, 24)})


@dataclass(frozen=True, slots=True)
class ProductionDay:
    """A date on which the production calendar differs from the week.

    `reason` is HOLIDAY, MOVED_DAY_OFF or MOVED_WORKDAY; `moved` as in `DayPlan`.
    """

    reason: DayReason
    names: tuple[tuple[str, str], ...] = ()
    moved: date | None = None

    def name(self, language: str) -> str:
        return dict(self.names).get(language, "")


def production_day(on: date) -> ProductionDay | None:
    """What the production calendar says of a date; None: nothing, the week decides."""
    return _year(on.year).days.get(on)


def is_holiday(on: date) -> bool:
    """A non-working holiday by law, not a day off moved next to one."""
    day = production_day(on)
    return day is not None and day.reason is DayReason.HOLIDAY


def is_shortened(on: date) -> bool:
    """Whether work on this date, if there is any, ends an hour earlier."""
    day = production_day(on)
    replaced = day.moved if day and day.reason is DayReason.MOVED_WORKDAY else None
    return (
        is_holiday(on + _DAY)
        or (replaced is not None and is_holiday(replaced + _DAY))
        or on in _SHORTENED_BY_DECREE
    )


def moves_are_known(year: int) -> bool:
    """Whether the government's moves of days off for that year are in the calendar.

    They are decreed in the year before; until then a year holds its holidays and what follows
    from them by law.
    """
    return _year(year).has_decree


@dataclass(frozen=True, slots=True)
class _Year:
    days: dict[date, ProductionDay]
    has_decree: bool


@lru_cache(maxsize=512)
def _year(year: int) -> _Year:
    names = {language: _names(year, code) for language, code in _LANGUAGES.items()}
    by_law = _names(year, _LANGUAGES["ru"], observed=False)
    days: dict[date, ProductionDay] = {}
    decreed: dict[date, date] = {}
    for on, name in names["ru"].items():
        named = tuple((language, names[language][on]) for language in names)
        source = _moved_from(name)
        if source is not None:
            decreed[source] = on
        is_holiday = source is None and on in by_law
        reason = DayReason.HOLIDAY if is_holiday else DayReason.MOVED_DAY_OFF
        days[on] = ProductionDay(reason, named, source)
    days |= _moved_by_law(year, days, decreed)
    for source, on in decreed.items():
        # The rest of a holiday that fell on a weekend moves too: that holiday stays a holiday.
        if source not in days:
            days[source] = ProductionDay(DayReason.MOVED_WORKDAY, moved=on)
    return _Year(days, has_decree=bool(decreed))


def _moved_by_law(
    year: int, days: dict[date, ProductionDay], decreed: dict[date, date]
) -> dict[date, ProductionDay]:
    """A holiday on a weekend gives the next working day off, unless a decree moved it elsewhere.

    January's own holidays are left to the decrees (Labour Code, art. 112).
    """
    if year < _NEXT_WORKDAY_SINCE:
        return {}
    taken = {on for on, day in days.items() if day.reason is DayReason.HOLIDAY or day.moved}
    found: dict[date, ProductionDay] = {}
    for holiday in sorted(on for on, day in days.items() if day.reason is DayReason.HOLIDAY):
        if holiday.month == 1 or holiday.weekday() < _SATURDAY or holiday in decreed:
            continue
        on = holiday + _DAY
        while on.weekday() >= _SATURDAY or on in taken:
            on += _DAY
        taken.add(on)
        found[on] = ProductionDay(DayReason.MOVED_DAY_OFF, days[holiday].names, holiday)
    return found


def _names(year: int, language: str, *, observed: bool = True) -> dict[date, str]:
    # The library costs about half a second to import: calendars without holidays do not pay it.
    from holidays import country_holidays  # noqa: PLC0415

    return dict(country_holidays("RU", years=year, language=language, observed=observed).items())


def _moved_from(name: str) -> date | None:
    found = _MOVED_FROM.search(name)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    return date(year, month, day)

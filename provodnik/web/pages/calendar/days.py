"""Special days of a year in words: what they are and why they have these hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.kernel.calendar.production import moves_are_known
from provodnik.kernel.calendar.rules import explain_days
from provodnik.kernel.calendar.types import DayPlan, DayReason, Span, WorkCalendar
from provodnik.web import formats

_PLAIN = frozenset({DayReason.WORKDAY, DayReason.WEEKEND})


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """Dates in a row that differ from their week for one reason, in words of their own.

    `is_own`: the school's own hours of one date, which it may drop.
    """

    from_on: date
    last_on: date
    dates: str
    why: str
    hours: str
    is_off: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class YearOfDays:
    """`is_final` is False while the government has not moved the year's days off yet."""

    year: int
    days: tuple[SpecialDays, ...]
    is_final: bool


def year_of_days(calendar: WorkCalendar, year: int) -> YearOfDays:
    """Every date of a year that differs from its day of the week."""
    plans = explain_days(calendar, date(year, 1, 1), date(year + 1, 1, 1), language=_language())
    special = [plan for plan in plans if plan.reason not in _PLAIN]
    return YearOfDays(
        year=year,
        days=tuple(map(_together, _runs(special))),
        is_final=calendar.production is None or moves_are_known(year),
    )


def next_day_off(days: YearOfDays, today: date) -> SpecialDays | None:
    """The nearest special days without work, today included."""
    return next((day for day in days.days if day.is_off and day.last_on >= today), None)


def _runs(plans: Sequence[DayPlan]) -> list[list[DayPlan]]:
    """Days that follow one another with one reason and one set of hours; own days stand alone."""
    runs: list[list[DayPlan]] = []
    for plan in plans:
        last = runs[-1][-1] if runs else None
        if last is not None and _follows(last, plan):
            runs[-1].append(plan)
        else:
            runs.append([plan])
    return runs


def _follows(last: DayPlan, plan: DayPlan) -> bool:
    same = (last.reason, last.name, last.spans) == (plan.reason, plan.name, plan.spans)
    is_alone = plan.reason is DayReason.OVERRIDE or plan.moved is not None
    return same and not is_alone and plan.on - last.on == timedelta(days=1)


def _together(run: Sequence[DayPlan]) -> SpecialDays:
    first, last = run[0], run[-1]
    to_on, this_year = last.on + timedelta(days=1), first.on
    return SpecialDays(
        from_on=first.on,
        last_on=last.on,
        dates=formats.day_range(first.on, to_on, this_year, _language()),
        why=_why(first),
        hours=", ".join(map(_span, first.spans)),
        is_off=not first.spans,
        is_own=first.reason is DayReason.OVERRIDE,
    )


def _why(plan: DayPlan) -> str:
    moved = formats.day_words(plan.moved, plan.on, _language()) if plan.moved else ""
    match plan.reason:
        case DayReason.MOVED_DAY_OFF:
            return _("Day off moved from %(day)s") % {"day": moved} if moved else _("Moved day off")
        case DayReason.MOVED_WORKDAY:
            return _("Worked instead of %(day)s") % {"day": moved} if moved else _("Moved workday")
        case DayReason.SHORTENED:
            return _("An hour shorter: %(name)s is next") % {"name": plan.name}
        case DayReason.OVERRIDE:
            return _("The school's own hours")
    return plan.name or _("Holiday")


def _span(span: Span) -> str:
    return f"{_clock(span.opens_minute)}–{_clock(span.closes_minute)}"


def _clock(minute: int) -> str:
    shown = minute % (24 * 60) if minute > 24 * 60 else minute
    return f"{shown // 60:02d}:{shown % 60:02d}"


def _language() -> str:
    return (get_language() or "ru").split("-")[0]

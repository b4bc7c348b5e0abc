"""The hours of one date by the wall clock, and the reason for them."""

from collections.abc import Iterator
from datetime import date, timedelta

from provodnik.kernel.calendar import production
from provodnik.kernel.calendar.types import DayPlan, DayReason, Span, Spans, WorkCalendar

_DAY = timedelta(days=1)


def plan_of(calendar: WorkCalendar, on: date, *, language: str = "ru") -> DayPlan:
    """The hours of a date and why it has them; `language` (ru, en) is that of holiday names."""
    if (spans := calendar.override.get(on)) is not None:
        return DayPlan(on, spans, DayReason.OVERRIDE)
    if calendar.production is not None:
        return _production_plan(calendar, on, language)
    return _week_plan(calendar, on)


def dates(from_on: date, to_on: date) -> Iterator[date]:
    """Every date of the half-open period."""
    for number in range((to_on - from_on).days):
        yield from_on + number * _DAY


def _week_plan(calendar: WorkCalendar, on: date) -> DayPlan:
    spans = calendar.week[on.weekday()]
    return DayPlan(on, spans, DayReason.WORKDAY if spans else DayReason.WEEKEND)


def _production_plan(calendar: WorkCalendar, on: date, language: str) -> DayPlan:
    day = production.production_day(on)
    if day is not None and day.reason is not DayReason.MOVED_WORKDAY:
        return DayPlan(on, (), day.reason, day.name(language), day.moved)
    plan = _week_plan(calendar, on)
    if day is not None and day.moved is not None:
        spans = calendar.week[day.moved.weekday()]
        plan = DayPlan(on, spans, DayReason.MOVED_WORKDAY, moved=day.moved)
    if plan.spans and production.is_shortened(on):
        return _shortened(plan, language)
    return plan


def _shortened(plan: DayPlan, language: str) -> DayPlan:
    holiday = production.production_day((plan.moved or plan.on) + _DAY)
    return DayPlan(
        on=plan.on,
        spans=_without_end(plan.spans, production.SHORTENED_BY_MINUTES),
        reason=DayReason.SHORTENED if plan.reason is DayReason.WORKDAY else plan.reason,
        name=holiday.name(language) if holiday else "",
        moved=plan.moved,
        is_shortened=True,
    )


def _without_end(spans: Spans, minutes: int) -> Spans:
    """Take working minutes off the end of a date; a last span shorter than that goes whole."""
    left = list(spans)
    while left and minutes:
        last = left.pop()
        length = last.closes_minute - last.opens_minute
        if length > minutes:
            left.append(Span(last.opens_minute, last.closes_minute - minutes))
        minutes -= min(length, minutes)
    return tuple(left)

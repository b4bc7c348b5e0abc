"""Calendars and short ways to say a moment, for the calendar's tests."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from provodnik.kernel.calendar.types import Production, Span, Spans, WorkCalendar

MOSCOW = "Europe/Moscow"
BERLIN = "Europe/Berlin"


def hours(*written: str) -> Spans:
    """«09:00-17:00»; an end before its beginning is next day's."""
    return tuple(_span(*text.split("-")) for text in written)


def five_days(
    *written: str,
    zone: str = MOSCOW,
    days: Mapping[date, Iterable[Span]] | None = None,
    production: Production | None = None,
) -> WorkCalendar:
    """Monday to Friday with these hours."""
    return WorkCalendar.of(zone, [hours(*written)] * 5 + [()] * 2, days, production)


def every_day(
    *written: str, zone: str = MOSCOW, days: Mapping[date, Iterable[Span]] | None = None
) -> WorkCalendar:
    return WorkCalendar.of(zone, [hours(*written)] * 7, days)


def at(text: str, zone: str = MOSCOW) -> datetime:
    """«2026-11-20 16:30» by the wall clock of the zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def h(count: float) -> timedelta:
    return timedelta(hours=count)


def _span(opens: str, closes: str) -> Span:
    opens_minute, closes_minute = _minute(opens), _minute(closes)
    over_midnight = 24 * 60 if closes_minute <= opens_minute else 0
    return Span(opens_minute, closes_minute + over_midnight)


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)

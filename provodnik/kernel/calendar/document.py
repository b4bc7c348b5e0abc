"""The calendar as a JSON document, and the calendar a new school starts with.

    {"timezone": "Europe/Moscow",
     "week": {"mon": [["10:00", "13:00"], ["14:00", "19:00"]], ..., "sun": []},
     "days": {"2012-06-12": []}}

`week` gives the hours of each day of the week; a day left out is closed. `days` gives the hours
of single dates instead. `["22:00", "02:00"]` runs into the next day, `["00:00", "24:00"]` is all
day. One more key, `"production": "RU"`, lays the Russian production calendar beneath; without it
there is none.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from provodnik.kernel.calendar.errors import CalendarError, CalendarFormatError
from provodnik.kernel.calendar.types import (
    Production,
    Span,
    Spans,
    WorkCalendar,
    ordered,
)
from provodnik.kernel.calendar.wall import MINUTES_A_DAY

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_KEYS = ("timezone", "week", "days", "production")
_TIME = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
# Names that zoneinfo can open but that mean "this server's zone", which no school is in.
_SERVER_ZONES = frozenset({"localtime", "posixrules", "Factory"})


def default_calendar(timezone: str = "Europe/Moscow") -> WorkCalendar:
    """Monday to Friday 10:00–19:00 over the Russian production calendar."""
    hours = (Span(10 * 60, 19 * 60),)
    return WorkCalendar.of(timezone, week=(hours,) * 5 + ((),) * 2, production=Production.RUSSIA)


def parse_calendar(text: str | bytes) -> WorkCalendar:
    """Read a document as a person sends it (UTF-8, with or without BOM).

    The same text gives the same object again, with the years it has already laid out.

    Raises:  CalendarFormatError: which key, and what is wrong there
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CalendarFormatError("", "not_utf8", "the file is not text in UTF-8") from error
    return _parsed(text.removeprefix("\ufeff"))


def calendar_from_json(document: object) -> WorkCalendar:
    """As `parse_calendar`, for a document already read, such as a jsonb column."""
    try:
        return _parsed(json.dumps(document))
    except (TypeError, RecursionError) as error:
        raise CalendarFormatError("", "not_json", "the document is not JSON") from error


def calendar_to_json(calendar: WorkCalendar) -> dict[str, object]:
    """The document of a calendar. `calendar_from_json` gives an equal calendar back."""
    document: dict[str, object] = {
        "timezone": calendar.zone.key,
        "week": {
            name: _spans_to_json(spans) for name, spans in zip(WEEKDAYS, calendar.week, strict=True)
        },
        "days": {on.isoformat(): _spans_to_json(spans) for on, spans in calendar.days},
    }
    if calendar.production is not None:
        document["production"] = calendar.production.value
    return document


@lru_cache(maxsize=256)
def _parsed(text: str) -> WorkCalendar:
    try:
        document = json.loads(text, object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise CalendarFormatError(
            "", "not_json", f"the file is not JSON: {where}: {error.msg}"
        ) from error
    except RecursionError as error:
        raise CalendarFormatError("", "not_json", "the file is nested too deep") from error
    root = _object(document, "")
    _refuse_unknown(root, _KEYS, "")
    return WorkCalendar(
        zone=_zone(_required(root, "timezone")),
        week=_week(_required(root, "week")),
        days=_days(root.get("days", {})),
        production=_production(root["production"]) if "production" in root else None,
    )


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise CalendarFormatError(key, "repeated_key", "the key is given twice")
        found[key] = value
    return found


def _zone(value: object) -> ZoneInfo:
    key = "timezone"
    if not isinstance(value, str):
        raise CalendarFormatError(key, "not_text", 'must be a name such as "Europe/Moscow"')
    try:
        zone = ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _unknown_zone(value) from error
    if value in _SERVER_ZONES:
        raise _unknown_zone(value)
    return zone


def _unknown_zone(value: str) -> CalendarFormatError:
    return CalendarFormatError("timezone", "unknown_timezone", f'no such time zone: "{value}"')


def _week(value: object) -> tuple[Spans, ...]:
    week = _object(value, "week")
    _refuse_unknown(week, WEEKDAYS, "week")
    return tuple(_spans(week.get(name, []), f"week.{name}") for name in WEEKDAYS)


def _days(value: object) -> tuple[tuple[date, Spans], ...]:
    return tuple(
        (_date(name), _spans(spans, f"days.{name}"))
        for name, spans in _object(value, "days").items()
    )


def _date(name: str) -> date:
    try:
        on = date.fromisoformat(name)
    except ValueError:
        on = None
    if on is None or on.isoformat() != name:
        raise CalendarFormatError(
            f"days.{name}", "bad_date", "a date must read like 2026-06-12 and exist"
        )
    return on


def _production(value: object) -> Production:
    try:
        return Production(str(value))
    except ValueError as error:
        known = ", ".join(Production)
        raise CalendarFormatError(
            "production", "unknown_production", f"must be one of: {known}"
        ) from error


def _spans(value: object, key: str) -> Spans:
    if not isinstance(value, list):
        raise CalendarFormatError(
            key, "not_a_list", 'must be a list such as [["10:00", "19:00"]], or [] when closed'
        )
    spans = [_span(pair, f"{key}[{index}]") for index, pair in enumerate(value)]
    try:
        return ordered(spans)
    except CalendarError as error:
        raise CalendarFormatError(key, "overlap", "the hours overlap") from error


def _span(value: object, key: str) -> Span:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004  a pair
        raise CalendarFormatError(key, "not_a_pair", 'must be a pair such as ["10:00", "19:00"]')
    opens, closes = (_minute(part, key) for part in value)
    if opens in {closes, MINUTES_A_DAY}:
        raise CalendarFormatError(
            key, "no_hours", 'no hours between the two times; all day is ["00:00", "24:00"]'
        )
    return Span(opens, closes if closes > opens else closes + MINUTES_A_DAY)


def _minute(value: object, key: str) -> int:
    matched = _TIME.fullmatch(value) if isinstance(value, str) else None
    if matched:
        hour, minute = int(matched[1]), int(matched[2])
        if minute < 60 and hour * 60 + minute <= MINUTES_A_DAY:  # noqa: PLR2004  minutes an hour
            return hour * 60 + minute
    raise CalendarFormatError(
        key, "bad_time", f'a time must read like "10:00", up to "24:00", not {value!r}'
    )


def _spans_to_json(spans: Spans) -> list[list[str]]:
    return [[_clock(span.opens_minute), _clock(span.closes_minute)] for span in spans]


def _clock(minute: int) -> str:
    # Past midnight the next day's clock reads; midnight itself stays 24:00.
    shown = minute - MINUTES_A_DAY if minute > MINUTES_A_DAY else minute
    return f"{shown // 60:02d}:{shown % 60:02d}"


def _object(value: object, key: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise CalendarFormatError(key, "not_an_object", "must be an object in braces {}")
    return value


def _required(root: Mapping[str, object], key: str) -> object:
    if key not in root:
        raise CalendarFormatError(key, "missing_key", "the key is missing")
    return root[key]


def _refuse_unknown(found: Mapping[str, object], known: tuple[str, ...], key: str) -> None:
    for name in found:
        if name not in known:
            place = f"{key}.{name}" if key else name
            raise CalendarFormatError(
                place, "unknown_key", f"unknown key; expected: {', '.join(known)}"
            )

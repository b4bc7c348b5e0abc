"""Working hours as people write them, «10:00–14:00, 15:00–19:00», and as a calendar keeps them."""

import re
from collections.abc import Mapping, Sequence
from typing import cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provodnik.kernel.calendar.document import calendar_from_json, calendar_to_json
from provodnik.kernel.calendar.errors import CalendarFormatError
from provodnik.kernel.calendar.types import WorkCalendar

type Pairs = list[list[str]]

_PAIR = re.compile(r"\s*(\d{1,2}[:.]\d{2})\s*[-–—]\s*(\d{1,2}[:.]\d{2})\s*")
_PARTS = re.compile(r"[,;\n]")
_WORDS: Mapping[str, Promise] = {
    "overlap": _("The hours overlap."),
    "no_hours": _("Nothing lies between the two times. A whole day is 00:00–24:00."),
    "bad_time": _("A time reads like 10:00, up to 24:00."),
}
_UNREADABLE = _("Write hours like 10:00–14:00, 15:00–19:00. Empty means a day off.")


class BadHours(ValueError):
    """Hours nobody can work; the message is for the reader."""


def text_of(pairs: Sequence[Sequence[str]]) -> str:
    """The hours of a day in one line; empty for a day off."""
    return ", ".join(f"{opens}–{closes}" for opens, closes in pairs)


def pairs_of(text: str) -> Pairs:
    """What a person typed. Raises BadHours."""
    pairs = []
    for part in filter(str.strip, _PARTS.split(text)):
        found = _PAIR.fullmatch(part)
        if found is None:
            raise BadHours(str(_UNREADABLE))
        pairs.append([time.replace(".", ":") for time in found.groups()])
    return pairs


def with_week(calendar: WorkCalendar, week: Mapping[str, Pairs]) -> WorkCalendar:
    """The calendar with other weekly hours, days by `mon`…`sun`. Raises BadHours."""
    return _checked({**calendar_to_json(calendar), "week": dict(week)})


def with_day(calendar: WorkCalendar, on: str, pairs: Pairs | None) -> WorkCalendar:
    """The calendar with the hours of one date, or without them. Raises BadHours."""
    document = calendar_to_json(calendar)
    days = dict(cast("dict[str, object]", document["days"]))
    days.pop(on, None)
    if pairs is not None:
        days[on] = pairs
    return _checked({**document, "days": days})


def with_production(calendar: WorkCalendar, *, on: bool) -> WorkCalendar:
    """The calendar with Russia's holidays beneath the week, or without them."""
    document = calendar_to_json(calendar)
    document.pop("production", None)
    return _checked({**document, "production": "RU"} if on else document)


def week_of(calendar: WorkCalendar) -> dict[str, Pairs]:
    """Weekly hours by `mon`…`sun`."""
    return cast("dict[str, Pairs]", calendar_to_json(calendar)["week"])


def _checked(document: Mapping[str, object]) -> WorkCalendar:
    try:
        return calendar_from_json(document)
    except CalendarFormatError as error:
        raise BadHours(str(_WORDS.get(error.code, _UNREADABLE))) from None

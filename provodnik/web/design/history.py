"""A history cut into months, newest first. Pure: the clock and the zone are arguments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from provodnik.web import formats
from provodnik.web.design.types import TimelineEvent


@dataclass(frozen=True, slots=True)
class Line:
    """An event with its moment in words: today the clock alone, else «28 окт, 15:30»."""

    event: TimelineEvent
    when: str
    full: str


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    lines: tuple[Line, ...]


def chapters(
    events: Iterable[TimelineEvent], now: datetime, tz: tzinfo, language: str
) -> list[Chapter]:
    """Today apart, then month by month.

    Shape:   events in any order → chapters, newest first; inside too
    """
    today = now.astimezone(tz).date()
    found: dict[str, list[Line]] = {}
    for event in sorted(events, key=lambda event: event.at, reverse=True):
        on = event.at.astimezone(tz).date()
        if on == today:
            title = f"{formats.day(on, today, language)}, {formats.day_words(on, today, language)}"
            when = formats.clock(event.at, tz)
        else:
            title = formats.month(on, today, language)
            when = formats.moment_short(event.at, now, tz, language)
        full = formats.full_moment(event.at, tz, language)
        found.setdefault(title, []).append(Line(event, when, full))
    return [Chapter(title[:1].upper() + title[1:], tuple(lines)) for title, lines in found.items()]

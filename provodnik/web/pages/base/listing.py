"""People behind a number of the base: the list, its filters, its file."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from provodnik.facts.sales.base import rules
from provodnik.facts.sales.base.errors import RuleIsBroken
from provodnik.facts.sales.base.models import Segment
from provodnik.facts.sales.base.queries.people import (
    Asked,
    PeoplePage,
    PersonRow,
    export_people,
    people_page,
)
from provodnik.facts.sales.base.types import Part, Rule
from provodnik.kernel.periods import month_of
from provodnik.method import queries as method
from provodnik.web import formats
from provodnik.web.design.types import Column, Filter, View
from provodnik.web.pages.base import words

_NUMBERS = ("segment", "besides", "elsewhere", "r", "f", "m", "after")


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything the list needs."""

    sentence: str
    page: PeoplePage
    rows: tuple[tuple[PersonRow, str], ...]
    columns: tuple[Column, ...]
    views: tuple[View, ...]
    filters: tuple[Filter, ...]
    export_href: str
    next_href: str
    shows_since: bool


def asked_of(query: QueryDict) -> Asked:
    """Whom the address asks for; what cannot be read narrows nothing."""
    told = {name: _number(query.get(name, "")) for name in _NUMBERS}
    part, moved = query.get("part", ""), query.get("moved", "")
    joined = _month(query.get("joined", ""))
    return Asked(
        part=Part(part) if part in set(Part) else None,
        segment_id=told["segment"],
        besides=told["besides"],
        recency=told["r"],
        frequency=told["f"],
        money=told["m"],
        entered=moved == "in",
        left=moved == "out",
        joined_from=joined[0] if joined else None,
        joined_to=joined[1] if joined else None,
        rule=_rule(query.get("rule", "")),
        elsewhere=told["elsewhere"],
        after=told["after"],
    )


def listing(asked: Asked, *, may_export: bool, now: datetime) -> Listing:
    """A page of the list. A fixed number of queries, whatever the people."""
    page = people_page(asked, now=now)
    segments = {
        pk: name for pk, name in Segment.objects.filter(archived_at=None).values_list("pk", "name")
    }
    people = words.people_words(page.total)
    money = formats.money(page.net_kopecks, words.language())
    export = reverse("base:export") + _query(replace(asked, after=None))
    return Listing(
        sentence=_("%(people)s, revenue %(money)s") % {"people": people, "money": money},
        page=page,
        rows=tuple((row, words.part_words(row.part)) for row in page.rows),
        columns=_columns(bool(asked.segment_id)),
        views=_views(asked),
        filters=tuple(_filters(asked, segments)),
        export_href=export if may_export else "",
        next_href=_query(replace(asked, after=page.next_place)) if page.next_place else "",
        shows_since=bool(asked.segment_id),
    )


def table(asked: Asked, *, now: datetime) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """The list as a file: the columns of the screen, every row the filters let through."""
    columns = tuple(column.name for column in _columns(bool(asked.segment_id)))
    return columns, _cells(asked, now)


def _cells(asked: Asked, now: datetime) -> Iterator[Sequence[object]]:
    for row in export_people(asked, now=now):
        since = (_day(row.since_at),) if asked.segment_id else ()
        yield (
            row.name,
            words.part_words(row.part),
            row.coordinator,
            row.paid_orders,
            _day(row.last_paid_at),
            _day(row.alive_at),
            *since,
            f"{row.net_kopecks / 100:.2f}".replace(".", ","),
        )


def _columns(has_since: bool) -> tuple[Column, ...]:
    since = (Column(_("In the segment since"), is_wide_only=True),) if has_since else ()
    return (
        Column(_("Client")),
        Column(_("Part")),
        Column(_("Coordinator"), is_wide_only=True),
        Column(_("Orders"), is_wide_only=True),
        Column(_("Last purchase"), is_wide_only=True),
        Column(_("Sign of life"), is_wide_only=True),
        *since,
        Column(_("Revenue"), is_number=True),
    )


def _views(asked: Asked) -> tuple[View, ...]:
    every = View(
        _("Whole base"),
        _query(replace(asked, part=None, after=None)) or "?",
        is_current=asked.part is None,
    )
    return every, *(
        View(
            words.part_words(part).capitalize(),
            _query(replace(asked, part=part, after=None)),
            is_current=asked.part is part,
        )
        for part in Part
    )


def _filters(asked: Asked, segments: dict[int, str]) -> Iterator[Filter]:
    settings = method.base_settings()
    first = replace(asked, after=None)
    if asked.segment_id is not None:
        name = segments.get(asked.segment_id, _("in no segment"))
        moved = _("entered in a week") if asked.entered else ""
        moved = _("left in a week") if asked.left else moved
        label = f"{name}, {moved}" if moved else name
        yield Filter(label, _query(replace(first, segment_id=None, entered=False, left=False)))
    if asked.besides is not None:
        label = segments.get(asked.besides, "—")
        yield Filter(
            _("also in “%(name)s”") % {"name": label}, _query(replace(first, besides=None))
        )
    if asked.rule is not None:
        yield Filter(_("by the conditions being written"), _query(replace(first, rule=None)))
    if asked.elsewhere is not None:
        yield Filter(_("in another segment already"), _query(replace(first, elsewhere=None)))
    if asked.joined_from is not None:
        on = asked.joined_from.astimezone(_zone()).date()
        label = _("new in %(month)s") % {"month": formats.month(on, on, words.language())}
        yield Filter(label, _query(replace(first, joined_from=None, joined_to=None)))
    bands = (
        (asked.recency, settings.recency, replace(first, recency=None)),
        (asked.frequency, settings.frequency, replace(first, frequency=None)),
        (asked.money, settings.money, replace(first, money=None)),
    )
    for place, known, without in bands:
        if place is not None:
            title = known[place].title if place < len(known) else "—"
            yield Filter(title, _query(without))


def _query(asked: Asked) -> str:
    told = {
        "part": asked.part.value if asked.part else None,
        "segment": asked.segment_id,
        "besides": asked.besides,
        "r": asked.recency,
        "f": asked.frequency,
        "m": asked.money,
        "moved": "in" if asked.entered else "out" if asked.left else None,
        "joined": _month_label(asked),
        "rule": _told(asked.rule) if asked.rule else None,
        "elsewhere": asked.elsewhere,
        "after": asked.after,
    }
    query = urlencode({name: value for name, value in told.items() if value is not None})
    return f"?{query}"


def fitting_href(rule: Rule, *, elsewhere: int | None = None) -> str:
    """The people a rule takes, saved or not; `elsewhere` those of another segment as well."""
    return reverse("base:people") + _query(Asked(rule=rule, elsewhere=elsewhere))


def _told(rule: Rule) -> str:
    """A rule as an address carries it: groups of [fact, how, value]."""
    return json.dumps([[[one.fact, one.how, one.value] for one in group] for group in rule])


def _rule(text: str) -> Rule | None:
    names = ("fact", "how", "value")
    try:
        groups = json.loads(text)
        return rules.read(
            [[dict(zip(names, map(str, one), strict=True)) for one in group] for group in groups]
        )
    except (RuleIsBroken, TypeError, ValueError):
        return None


def _month(text: str) -> tuple[datetime, datetime] | None:
    """The month in which a contact became known, «2026-11»."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month_of(first).instants(_zone())


def _month_label(asked: Asked) -> str | None:
    return f"{asked.joined_from.astimezone(_zone()):%Y-%m}" if asked.joined_from else None


def _zone() -> ZoneInfo:
    """The school's: the page is served inside it."""
    return ZoneInfo(timezone.get_current_timezone_name())


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None  # noqa: PLR2004 (what fits a bigint)


def _day(at: datetime | None) -> str:
    return timezone.localdate(at).isoformat() if at else ""

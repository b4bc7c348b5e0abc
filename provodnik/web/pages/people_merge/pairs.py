"""A pair laid out for comparing: line by line, equal values told from different ones."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provodnik.facts.people.queries.suggestions import (
    LookAlike,
    MergeRow,
    SuggestionRow,
    recent_merges,
    suggestion_count,
    suggestions,
)
from provodnik.facts.people.types import SuggestionReason

SHOWN = 20

_LINES: tuple[tuple[str, Promise], ...] = (
    ("phone", _("Phone")),
    ("email", _("E-mail")),
    ("telegram", _("Telegram")),
    ("city", _("City")),
    ("external_name", _("Id in exports")),
)
_WHY = {
    SuggestionReason.PHONE: _("The same phone"),
    SuggestionReason.NAME: _("The same name and city"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One property of both. `is_same`: both have it, and it is equal."""

    name: str
    first: str
    second: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A card of the pair."""

    client_id: int
    name: str
    href: str
    since: datetime
    is_older: bool


@dataclass(frozen=True, slots=True)
class Pair:
    suggestion_id: int
    why: str
    first: Side
    second: Side
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """The first pairs, and how many there are in all."""

    pairs: tuple[Pair, ...]
    total: int


def undecided() -> Undecided:
    """Queries: 2."""
    return Undecided(tuple(map(_pair, suggestions(limit=SHOWN))), suggestion_count())


def recent() -> list[MergeRow]:
    """Merges that can be taken back, newest first. One query."""
    return recent_merges(limit=SHOWN)


def _pair(row: SuggestionRow) -> Pair:
    is_first_older = _since(row.first) <= _since(row.second)
    return Pair(
        suggestion_id=row.suggestion_id,
        why=str(_WHY[SuggestionReason(row.reason)]),
        first=_side(row.first, is_older=is_first_older),
        second=_side(row.second, is_older=not is_first_older),
        lines=tuple(_lines(row.first, row.second)),
    )


def _lines(first: LookAlike, second: LookAlike) -> list[Line]:
    lines = []
    for field, name in _LINES:
        one, other = getattr(first, field), getattr(second, field)
        if one or other:
            lines.append(Line(str(name), one or "—", other or "—", bool(one) and one == other))
    return lines


def _side(client: LookAlike, *, is_older: bool) -> Side:
    try:
        href = reverse("students:show", args=[client.client_id])
    except NoReverseMatch:
        href = ""
    return Side(client.client_id, client.name, href, _since(client), is_older)


def _since(client: LookAlike) -> datetime:
    return client.registered_at or client.created_at

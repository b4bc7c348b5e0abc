"""Pairs who look alike, side by side, and merges that can be taken back."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from provodnik.facts.people.models import Client, MatchSuggestion, Merge
from provodnik.facts.people.types import SuggestionState

_COMPARED = (
    *("name", "email", "phone", "telegram", "city", "external_name", "stage"),
    *("created_at", "registered_at", "last_active_at"),
)


@dataclass(frozen=True, slots=True)
class LookAlike:
    """What a person compares."""

    client_id: int
    name: str
    email: str
    phone: str
    telegram: str
    city: str
    external_name: str
    stage: str
    created_at: datetime
    registered_at: datetime | None
    last_active_at: datetime | None


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """Two clients and the sign by which they look alike."""

    suggestion_id: int
    reason: str
    first: LookAlike
    second: LookAlike
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge that can be taken back."""

    merge_id: int
    survivor: str
    absorbed: str
    merged_at: datetime
    merged_by: str


def suggestions(*, limit: int = 50) -> list[SuggestionRow]:
    """Undecided pairs, phones before names. Pairs of which one was merged since are left out.

    Queries: 1
    """
    return _rows(_undecided().order_by("-reason", "pk")[:limit])


def suggestions_of(client_id: int) -> list[SuggestionRow]:
    """Undecided pairs with this client. One query."""
    pairs = _undecided()
    return _rows((pairs.filter(first_id=client_id) | pairs.filter(second_id=client_id))[:50])


def suggestion_count() -> int:
    """How many pairs wait for a person. One query."""
    return _undecided().count()


def merges_of(client_id: int) -> list[Merge]:
    """Merges into this client that can be taken back, newest first. One query."""
    merges = Merge.objects.select_related("absorbed", "merged_by")
    return list(merges.filter(survivor_id=client_id, undone_at=None).order_by("-merged_at", "-pk"))


def recent_merges(*, limit: int = 20) -> list[MergeRow]:
    """Merges of the school that were not taken back, newest first. One query."""
    merges = Merge.objects.select_related("survivor", "absorbed", "merged_by")
    rows = merges.filter(undone_at=None).order_by("-merged_at", "-pk")[:limit]
    return [
        MergeRow(
            merge.pk,
            merge.survivor.name,
            merge.absorbed.name,
            merge.merged_at,
            merge.merged_by.name if merge.merged_by else "",
        )
        for merge in rows
    ]


def _undecided() -> QuerySet[MatchSuggestion]:
    return MatchSuggestion.objects.select_related("first", "second").filter(
        state=SuggestionState.OPEN.value,
        first__merged_into__isnull=True,
        second__merged_into__isnull=True,
    )


def _rows(pairs: QuerySet[MatchSuggestion]) -> list[SuggestionRow]:
    return [
        SuggestionRow(
            pair.pk, pair.reason, _look_alike(pair.first), _look_alike(pair.second), pair.created_at
        )
        for pair in pairs
    ]


def _look_alike(client: Client) -> LookAlike:
    return LookAlike(client.pk, *(getattr(client, name) for name in _COMPARED))

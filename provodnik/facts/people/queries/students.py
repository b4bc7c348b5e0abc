"""The list of students: filters, order, pages, export."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from provodnik.facts.people.models import Client
from provodnik.facts.people.queries.searching import found_ids
from provodnik.facts.people.types import ClientKind

PAGE = 50
_EXPORT_PAGE = 2000
_MOST_FOUND = 1000
_COLUMNS = (
    *("pk", "kind", "name", "first_name", "last_name", "email", "phone", "telegram", "city"),
    *("external_name", "stage", "stage_entered_at", "coordinator_id", "coordinator_name"),
    *("last_csat", "last_nps", "open_complaints", "registered_at", "last_active_at", "sort_key"),
)


class Sort(StrEnum):
    """In what order."""

    NAME = "name"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class StudentFilter:
    """Whom to show. Every field narrows; none set shows everybody of the kind.

    `among` is a query of client ids that a floor above knows: buyers of a product, say.
    """

    kind: ClientKind | None = ClientKind.STUDENT
    coordinator_id: int | None = None
    without_coordinator: bool = False
    stage: str | None = None
    text: str = ""
    among: QuerySet[Any, Any] | None = None


@dataclass(frozen=True, slots=True)
class StudentRow:
    """A client as lists and exports show one. Scores are hundredths of a point."""

    client_id: int
    kind: str
    name: str
    first_name: str
    last_name: str
    email: str
    phone: str
    telegram: str
    city: str
    external_name: str
    stage: str
    stage_entered_at: datetime | None
    coordinator_id: int | None
    coordinator: str | None
    last_csat: int | None
    last_nps: int | None
    open_complaints: int
    registered_at: datetime | None
    last_active_at: datetime | None
    sort_key: str


@dataclass(frozen=True, slots=True)
class StudentPage:
    """A page of the list; `next_place` is the last row's id, None at the end."""

    rows: tuple[StudentRow, ...]
    next_place: int | None


def student_list(
    who: StudentFilter | None = None,
    *,
    sort: Sort = Sort.NAME,
    after: int | None = None,
    limit: int = PAGE,
) -> StudentPage:
    """A page of clients, from the one after `after` (a client's id) on.

    Queries: 1, and one more each for a text and for a later page by name. Their cost
    does not grow with how far one has turned the pages.
    """
    clients = _in_order(filtered(who or StudentFilter()), sort, after)
    rows = [StudentRow(*row) for row in clients.values_list(*_COLUMNS)[: limit + 1]]
    shown = tuple(rows[:limit])
    return StudentPage(shown, shown[-1].client_id if len(rows) > limit else None)


def student_count(who: StudentFilter | None = None) -> int:
    """How many the filter lets through. One query, one more for a text."""
    return filtered(who or StudentFilter()).count()


def export_students(
    who: StudentFilter | None = None, *, sort: Sort = Sort.NAME
) -> Iterator[StudentRow]:
    """Every row of the list, in its order, held in memory a part at a time."""
    after = None
    while True:
        page = student_list(who, sort=sort, after=after, limit=_EXPORT_PAGE)
        yield from page.rows
        if page.next_place is None:
            return
        after = page.next_place


def stage_counts(*, coordinator_id: int | None = None) -> dict[str, int]:
    """How many students stand at each stage; «» is before the first. One query."""
    students = filtered(StudentFilter(coordinator_id=coordinator_id))
    counted = students.order_by().values("stage").annotate(n=Count("pk"))
    return {row["stage"]: row["n"] for row in counted}


def filtered(who: StudentFilter) -> QuerySet[Client]:
    """Clients the filter lets through, each with `coordinator_name`."""
    clients = Client.objects.filter(merged_into__isnull=True)
    if who.kind is not None:
        clients = clients.filter(kind=who.kind.value)
    if who.coordinator_id is not None:
        clients = clients.filter(coordinator_id=who.coordinator_id)
    if who.without_coordinator:
        clients = clients.filter(coordinator__isnull=True)
    if who.stage is not None:
        clients = clients.filter(stage=who.stage)
    if who.text.strip():
        clients = clients.filter(pk__in=found_ids(who.text, limit=_MOST_FOUND))
    if who.among is not None:
        clients = clients.filter(pk__in=who.among)
    return clients.annotate(coordinator_name=F("coordinator__name"))


def _in_order(clients: QuerySet[Client], sort: Sort, after: int | None) -> QuerySet[Client]:
    if sort is Sort.NEWEST:
        return clients.filter(pk__lt=after).order_by("-pk") if after else clients.order_by("-pk")
    if after is not None:
        key = Client.objects.values_list("sort_key", flat=True).get(pk=after)
        # The first condition is the one an index can begin from.
        clients = clients.filter(Q(sort_key__gte=key) & (Q(sort_key__gt=key) | Q(pk__gt=after)))
    return clients.order_by("sort_key", "pk")

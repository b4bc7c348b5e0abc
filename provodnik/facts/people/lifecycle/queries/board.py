"""Clients by stage: how many stand at each, who has stood longest, the whole list of one."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from provodnik.facts.people.lifecycle.models import Handoff
from provodnik.facts.people.models import Client
from provodnik.facts.people.queries.students import StudentFilter, filtered
from provodnik.facts.people.types import ClientKind
from provodnik.method import queries as method

SHOWN = 6
PAGE = 50
_COLUMNS = ("pk", "name", "kind", "stage", "stage_entered_at", "coordinator_name", "waiting")


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """Whom to show; none set shows everybody. `waiting`: a handoff is not accepted yet."""

    kind: ClientKind | None = None
    coordinator_id: int | None = None
    text: str = ""
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A client at a stage. `waiting`: a handoff of theirs is not accepted yet."""

    client_id: int
    name: str
    kind: str
    stage: str
    entered_at: datetime | None
    coordinator: str | None
    waiting: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A stage with who has stood there longest; `count` is of everybody at it."""

    key: str
    number: int
    title: str
    goal: str
    count: int
    cards: tuple[Card, ...]


def board(who: BoardFilter, *, shown: int = SHOWN) -> list[Column]:
    """Every stage of the method in order, each with its longest-standing clients.

    Clients who have entered no stage yet stand before the first: they are not shown.

    Queries: 2, one more for a text; whatever the number of clients.
    """
    clients = _clients(who)
    counts = dict(
        clients.order_by().values("stage").annotate(n=Count("pk")).values_list("stage", "n")
    )
    cards = defaultdict(list)
    for card in _longest_standing(clients, shown):
        cards[card.stage].append(card)
    return [
        Column(
            str(one.key),
            one.number,
            one.title,
            one.goal,
            counts.get(str(one.key), 0),
            tuple(cards[str(one.key)]),
        )
        for one in method.lifecycle().in_order()
    ]


def column(who: BoardFilter, stage: str, *, offset: int = 0, limit: int = PAGE) -> list[Card]:
    """A page of one stage, longest-standing first. One query, one more for a text."""
    rows = _of_stage(who, stage)[offset : offset + limit]
    return [Card(*row) for row in rows]


def export(who: BoardFilter, stage: str | None) -> Iterator[Card]:
    """Every row of the board or of one stage, read from the database a part at a time."""
    rows = (
        _clients(who).order_by("stage", "stage_entered_at", "pk").values_list(*_COLUMNS)
        if stage is None
        else _of_stage(who, stage)
    )
    return (Card(*row) for row in rows.iterator())


def _longest_standing(clients: QuerySet[Client], shown: int) -> list[Card]:
    """The first clients of every stage, each stage read from its end of the index. One query."""
    stages = [str(one.key) for one in method.lifecycle().in_order()]
    first, *others = (_at_stage(clients, stage)[:shown] for stage in stages)
    rows = first.union(*others, all=True).order_by("stage", "stage_entered_at", "pk")
    return [Card(*row) for row in rows]


def _of_stage(who: BoardFilter, stage: str) -> QuerySet[Client, tuple[Any, ...]]:
    return _at_stage(_clients(who), stage)


def _at_stage(clients: QuerySet[Client], stage: str) -> QuerySet[Client, tuple[Any, ...]]:
    ordered = clients.filter(stage=stage).order_by("stage_entered_at", "pk")
    return ordered.values_list(*_COLUMNS)


def _clients(who: BoardFilter) -> QuerySet[Client]:
    asked = StudentFilter(kind=who.kind, coordinator_id=who.coordinator_id, text=who.text)
    waits = Handoff.objects.filter(client=OuterRef("pk"), accepted_at=None)
    clients = filtered(asked).exclude(stage="").annotate(waiting=Exists(waits))
    return clients.filter(waiting=True) if who.waiting else clients

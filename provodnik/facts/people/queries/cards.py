"""A client's card: all that is known about one client besides learning, money and touches."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from provodnik.facts.people.models import (
    Client,
    ClientAlias,
    ClientKey,
    Goal,
    Note,
    StageEntry,
)
from provodnik.facts.people.models import Satisfaction as Sign
from provodnik.facts.people.queries.satisfaction import Satisfaction, of_client

_SIGNS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class GoalRow:
    """What a client wants; `pain` is its name in the school's list."""

    goal_id: int
    text: str
    pain_id: int | None
    pain: str | None
    recorded_at: datetime
    reached_at: datetime | None


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage entered, and by whom: «staff:7» or «method:lifecycle»."""

    stage: str
    entered_at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class SignRow:
    """A score in hundredths of a point, a complaint, or that it is settled."""

    kind: str
    score_hundredths: int | None
    told_at: datetime
    comment: str


@dataclass(frozen=True, slots=True)
class KeyRow:
    """How the outside names a client."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """What a colleague wrote."""

    text: str
    written_at: datetime
    author: str | None


@dataclass(frozen=True, slots=True)
class ClientCard:
    """One client. Histories are newest first, stages oldest first."""

    client: Client
    coordinator: str | None
    goals: tuple[GoalRow, ...]
    stages: tuple[StageRow, ...]
    satisfaction: Satisfaction
    signs: tuple[SignRow, ...]
    keys: tuple[KeyRow, ...]
    notes: tuple[NoteRow, ...]
    known_as: tuple[int, ...]

    @property
    def goal(self) -> GoalRow | None:
        """What to speak about: the newest goal not reached, else the newest of all."""
        open_goals = (goal for goal in self.goals if goal.reached_at is None)
        return next(open_goals, self.goals[0] if self.goals else None)


def standing_id(client_id: int) -> int:
    """Who stands for a client now: itself, or the one it was merged into. One query."""
    alias = ClientAlias.objects.filter(client_id=client_id).first()
    return alias.survivor_id if alias else client_id


def card(client_id: int) -> ClientCard:
    """Everything people know about a client.

    Queries: 7, or 8 while a complaint is open, whatever the length of the histories.
    Raises:  Client.DoesNotExist
    """
    client = Client.objects.select_related("coordinator").get(pk=client_id)
    absorbed = ClientAlias.objects.filter(survivor=client).order_by("client_id")
    return ClientCard(
        client=client,
        coordinator=client.coordinator.name if client.coordinator else None,
        goals=_goals(client),
        stages=_stages(client),
        satisfaction=of_client(client),
        signs=_signs(client),
        keys=_keys(client),
        notes=_notes(client),
        known_as=(client.pk, *absorbed.values_list("client_id", flat=True)),
    )


def names_of(client_ids: Collection[int]) -> dict[int, str]:
    """Names by id, for showing many rows. No query for no ids."""
    if not client_ids:
        return {}
    return dict(Client.objects.filter(pk__in=client_ids).values_list("pk", "name"))


def _goals(client: Client) -> tuple[GoalRow, ...]:
    rows = Goal.objects.filter(client=client).order_by("-recorded_at", "-pk")
    columns = ("pk", "text", "pain_id", "pain__name", "recorded_at", "reached_at")
    return tuple(GoalRow(*row) for row in rows.values_list(*columns))


def _stages(client: Client) -> tuple[StageRow, ...]:
    rows = StageEntry.objects.filter(client=client).order_by("entered_at", "pk")
    return tuple(StageRow(*row) for row in rows.values_list("stage", "entered_at", "actor"))


def _signs(client: Client) -> tuple[SignRow, ...]:
    rows = Sign.objects.filter(client=client).order_by("-told_at", "-pk")[:_SIGNS_SHOWN]
    columns = ("kind", "score_hundredths", "told_at", "comment")
    return tuple(SignRow(*row) for row in rows.values_list(*columns))


def _keys(client: Client) -> tuple[KeyRow, ...]:
    rows = ClientKey.objects.filter(client=client).order_by("pk")
    return tuple(KeyRow(*row) for row in rows.values_list("kind", "value"))


def _notes(client: Client) -> tuple[NoteRow, ...]:
    rows = Note.objects.filter(client=client).order_by("-written_at", "-pk")
    named = rows.annotate(author=F("written_by__name"))
    return tuple(NoteRow(*row) for row in named.values_list("text", "written_at", "author"))

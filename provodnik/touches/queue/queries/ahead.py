"""What is planned with one client, and what was done with them last."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import TouchState

MOST = 30


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A touch to be made: what, why, by whom and until when."""

    kind: str
    reason: str
    owner: str | None
    due_at: datetime


@dataclass(frozen=True, slots=True)
class MadeRow:
    """A touch made: `outcome` is a key of the method's outcomes."""

    kind: str
    reason: str
    by: str | None
    made_at: datetime
    outcome: str
    note: str


def planned_with(client_id: int) -> list[PlannedRow]:
    """Touches to be made with a client, the nearest first. One query."""
    found = Touch.objects.filter(client_id=client_id, state=TouchState.PLANNED.value)
    columns = ("kind", "reason", "owner__name", "due_at")
    return [PlannedRow(*row) for row in found.order_by("due_at", "pk").values_list(*columns)[:MOST]]


def made_with(client_id: int, *, limit: int = MOST) -> list[MadeRow]:
    """Touches made with a client, the latest first. One query."""
    found = Touch.objects.filter(client_id=client_id, state=TouchState.MADE.value)
    ordered = found.order_by(F("made_at").desc(nulls_last=True), "-pk")
    columns = ("kind", "reason", "made_by__name", "made_at", "outcome", "note")
    return [MadeRow(*row) for row in ordered.values_list(*columns)[:limit]]

"""Deeds that wait, whoever leads them: the rows under the numbers of a team's load."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import TouchState

PAGE = 50


@dataclass(frozen=True, slots=True)
class WaitingFilter:
    """Which open deeds of the day; `staff_id` 0 asks for those without an owner."""

    now: datetime
    day_ends_at: datetime
    staff_id: int | None = None
    late_only: bool = False
    missed_only: bool = False


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """An open deed: with whom, why, whose and by when; `missed_at` is when nobody made it."""

    touch_id: int
    client_id: int
    client: str
    kind: str
    reason: str
    owner: str
    due_at: datetime
    missed_at: datetime | None


def waiting(which: WaitingFilter, *, skip: int = 0) -> list[WaitingRow]:
    """A page of them, the longest overdue first. One query."""
    rows = (
        _found(which)
        .order_by("due_at", "pk")
        .values_list(
            *("pk", "client_id", "client__name", "kind", "reason"),
            *("owner__name", "due_at", "missed_at"),
        )
    )
    return [
        WaitingRow(touch_id, client_id, client, kind, reason, owner or "", due_at, missed_at)
        for touch_id, client_id, client, kind, reason, owner, due_at, missed_at in rows[
            skip : skip + PAGE
        ]
    ]


def count_waiting(which: WaitingFilter) -> int:
    """How many there are. One query."""
    return _found(which).count()


def _found(which: WaitingFilter) -> QuerySet[Touch]:
    found = Touch.objects.filter(state=TouchState.PLANNED.value, due_from__lt=which.day_ends_at)
    if which.staff_id is not None:
        found = found.filter(owner_id=which.staff_id or None)
    if which.late_only:
        found = found.filter(due_at__lt=which.now)
    if which.missed_only:
        found = found.filter(missed_at__isnull=False)
    return found

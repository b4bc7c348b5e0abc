"""How many deeds wait: the number beside «Мой день»."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import TouchState


@dataclass(frozen=True, slots=True)
class Counter:
    """Deeds open by the end of today, and those whose time is over."""

    open: int
    late: int


def open_deeds(*, owner_id: int, now: datetime, day_ends_at: datetime) -> Counter:
    """One query over the partial index of open touches."""
    found = Touch.objects.filter(
        owner_id=owner_id, state=TouchState.PLANNED.value, due_from__lt=day_ends_at
    ).aggregate(open=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    return Counter(found["open"], found["late"])


@dataclass(frozen=True, slots=True)
class Load:
    """What waits for one member of the team by the end of today; no owner is «» with id 0."""

    staff_id: int
    name: str
    open: int
    late: int


def team_load(*, now: datetime, day_ends_at: datetime) -> list[Load]:
    """Open deeds by person, the most loaded first. One query."""
    rows = (
        Touch.objects.filter(state=TouchState.PLANNED.value, due_from__lt=day_ends_at)
        .values("owner_id", "owner__name")
        .annotate(open=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
        .order_by("-open", "owner_id")
    )
    return [
        Load(row["owner_id"] or 0, row["owner__name"] or "", row["open"], row["late"])
        for row in rows
    ]

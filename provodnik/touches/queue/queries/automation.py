"""Whether the system plans by itself now, and when it did not."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from provodnik.touches.queue.models import AutomationStop

STOPS = 20


@dataclass(frozen=True, slots=True)
class Stop:
    """A time without automation; open while `resumed_at` is None."""

    reason: str
    stopped_at: datetime
    by: str
    resumed_at: datetime | None
    resumed_by: str | None


def stopped() -> Stop | None:
    """The stop that holds now; None while the system plans by itself. One query."""
    return next(iter(_rows(AutomationStop.objects.filter(resumed_at=None))), None)


def stops() -> list[Stop]:
    """The latest stops, newest first. One query."""
    return _rows(AutomationStop.objects.all())


def stop_reason() -> QuerySet[AutomationStop, str]:
    """Why automation stands still, as a part of another query: at most one row."""
    return AutomationStop.objects.filter(resumed_at=None).values_list("reason", flat=True)


def _rows(found: QuerySet[AutomationStop]) -> list[Stop]:
    rows = found.order_by("-stopped_at", "-pk").values_list(
        "reason", "stopped_at", "stopped_by__name", "resumed_at", "resumed_by__name"
    )
    return [Stop(*row) for row in rows[:STOPS]]

"""Decisions about values of sales: quiet hours, which step of a funnel fails."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours by the client's own clock, [starts, ends), across midnight or not."""

    starts: time
    ends: time

    @classmethod
    def of(cls, starts: str, ends: str) -> "QuietHours":
        """From «21:00» and «10:00», as the method writes them."""
        return cls(time.fromisoformat(starts), time.fromisoformat(ends))


def is_quiet(at: datetime, zone: ZoneInfo, hours: QuietHours) -> bool:
    """Whether the client should not be disturbed at this moment."""
    clock = at.astimezone(zone).time()
    if hours.starts <= hours.ends:
        return hours.starts <= clock < hours.ends
    return clock >= hours.starts or clock < hours.ends


def quiet_ends_at(at: datetime, zone: ZoneInfo, hours: QuietHours) -> datetime:
    """The first moment after `at` at which quiet hours end, in the client's zone."""
    local = at.astimezone(zone)
    ends = local.replace(
        hour=hours.ends.hour, minute=hours.ends.minute, second=0, microsecond=0, fold=0
    )
    return ends if ends > local else ends + _DAY


class FunnelStep(StrEnum):
    """The ways an offer goes, in order."""

    MADE = "made"
    CLICKED = "clicked"
    ORDERED = "ordered"
    PAID = "paid"


type Counts = Mapping[FunnelStep, int]


def share(part: int, whole: int) -> float | None:
    """part / whole, 0..1; None where there is nothing to divide by."""
    return part / whole if whole else None


def failing_step(counts: Counts) -> FunnelStep | None:
    """The step at which a launch loses its people; None where nothing can be said.

    Interest that ends without any money fails at payment, whether orders were placed
    or not: twelve clicks and no sale is a drop at payment, not a small number to hide.
    Else it is the step that keeps the smallest share of the one before.
    """
    if counts[FunnelStep.CLICKED] and not counts[FunnelStep.PAID]:
        return FunnelStep.PAID
    steps = list(FunnelStep)
    kept = [
        (found, step)
        for before, step in pairwise(steps)
        if (found := share(counts[step], counts[before])) is not None
    ]
    worst = min(kept, default=None, key=lambda pair: pair[0])
    return None if worst is None or worst[0] >= 1 else worst[1]

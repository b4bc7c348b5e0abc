"""Funnels: how far clients come along chosen steps, where most are lost, how long it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from provodnik.metrics.analyses.slices import starts
from provodnik.metrics.definition import Raw
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

_SECONDS_AN_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Step:
    """A step: who reached it, of all and of the step before, and the median hours from that.

    `is_worst` marks the step that loses the largest share of those who could reach it.
    """

    event: str
    clients: int
    of_all: Fraction | None
    of_previous: Fraction | None
    median_hours: float | None
    is_worst: bool = False


def reached(t: Tables, events: Sequence[str]) -> "Table":
    """How many clients reached each step, one after another, and how soon.

    Shape:   kinds in order → one row a step: step (from 0), n, median_seconds (null at first)
    Raises:  ValueError: a funnel has at least one step
    """
    who = people(t, events)
    seconds = who.reached_at.epoch_seconds() - who.came_at.epoch_seconds()
    timed = who.select("step", seconds=seconds.cast("float64"))
    return timed.group_by("step").agg(n=timed.count(), median_seconds=timed.seconds.quantile(0.5))


def people(t: Tables, events: Sequence[str]) -> "Table":
    """Who reached which step.

    The first step is each client's first entry of its kind that fits the slice and lies
    in the period. A later step is reached by the earliest entry after the moment the
    step before was reached, at any time; what happens between does not matter.

    Shape:   one row a client and step: client_id, step (from 0), reached_at, came_at (the moment
             of the step before, null at the first)
    Raises:  ValueError: a funnel has at least one step
    """
    if not events:
        raise ValueError("a funnel has at least one step")
    first = starts(t, events[0])
    at = first.select(
        "client_id",
        step=ibis.literal(0, "int64"),
        reached_at="started_at",
        came_at=ibis.null("timestamp"),
    )
    steps = [at]
    for nth, event in enumerate(events[1:], start=1):
        later = t.of(event).select("client_id", "happened_at")
        joined = later.inner_join(
            at, [later.client_id == at.client_id, later.happened_at > at.reached_at]
        )
        told = joined.group_by("client_id").agg(
            next_at=joined.happened_at.min(), came_at=joined.reached_at.min()
        )
        at = told.select(
            "client_id", "came_at", step=ibis.literal(nth, "int64"), reached_at="next_at"
        ).select("client_id", "step", "reached_at", "came_at")
        steps.append(at)
    return ibis.union(*steps) if len(steps) > 1 else at


def funnel(events: Sequence[str], raws: Sequence[Raw]) -> tuple[Step, ...]:
    """Rows of `reached` as steps, the worst of them named."""
    by_step = {int(str(raw["step"])): raw for raw in raws}
    nobody: Raw = {"n": 0, "median_seconds": None}
    told = [by_step.get(nth, nobody) for nth in range(len(events))]
    counts = [int(str(raw["n"])) for raw in told]
    lost = [Fraction(a - b, a) if a else Fraction(0) for a, b in pairwise(counts)]
    worst = lost.index(max(lost)) + 1 if lost and max(lost) > 0 else None
    return tuple(
        Step(
            event=event,
            clients=counts[nth],
            of_all=_share(counts[nth], counts[0]),
            of_previous=_share(counts[nth], counts[nth - 1]) if nth else None,
            median_hours=_hours(told[nth]),
            is_worst=nth == worst,
        )
        for nth, event in enumerate(events)
    )


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _hours(raw: Raw) -> float | None:
    seconds = raw["median_seconds"]
    return float(seconds) / _SECONDS_AN_HOUR if isinstance(seconds, int | float) else None

"""Ordered funnels: how far clients come along steps that must follow one another."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table


def ordered_funnel(t: Tables, steps: Sequence[str]) -> "Table":
    """How many clients reached each step in the order of the steps.

    A client is at a step when its event happened after the earliest moment at which
    the step before was reached; other events between do not matter. The first step
    lies in the period, the later ones at any time.

    Shape:   kinds of entries in order → one row a step: step (from 0), event, n
    Units:   clients
    Raises:  ValueError: a funnel has at least one step
    """
    if not steps:
        raise ValueError("a funnel has at least one step")
    first = t.in_period(t.of(steps[0]))
    reached = first.group_by("client_id").agg(reached_at=first.happened_at.min())
    counts = [_count(reached, 0, steps[0])]
    for nth, event in enumerate(steps[1:], start=1):
        later = t.of(event).select("client_id", "happened_at")
        joined = later.inner_join(
            reached,
            [later.client_id == reached.client_id, later.happened_at > reached.reached_at],
        )
        reached = joined.group_by("client_id").agg(reached_at=joined.happened_at.min())
        counts.append(_count(reached, nth, event))
    return ibis.union(*counts) if len(counts) > 1 else counts[0]


def _count(reached: "Table", nth: int, event: str) -> "Table":
    return reached.agg(step=ibis.literal(nth), event=ibis.literal(event), n=reached.count())

"""Meetings as the journal tells them: held ones, and the protocols sent after them."""

from typing import TYPE_CHECKING

from provodnik.metrics.lazy import ibis
from provodnik.metrics.moments import week_of
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

HELD, SENT = "meeting_held", "protocol_sent"


def held(t: Tables) -> "Table":
    """Meetings held in the period. A cancelled one was not held and has no entry.

    Shape:   one row a meeting: id, name, held_at, day, next_held_at (of the same name, or
             null), month, week, format
    Source:  meeting_held (attrs.format)
    """
    meetings = t.entries.filter(t.entries.event == HELD)
    # Weekly meetings may bear one name; a protocol belongs to the last one before it.
    series = ibis.window(group_by="order_key", order_by=["happened_at", "id"])
    meetings = meetings.mutate(next_held_at=meetings.happened_at.lead().over(series))
    chosen = t.in_period(meetings)
    return chosen.select(
        "id",
        "next_held_at",
        name=chosen.order_key,
        held_at=chosen.happened_at,
        day=chosen.local_at.date(),
        month=chosen.local_at.truncate("M").date(),
        week=week_of(chosen.local_at),
        format=chosen.attr_format,
    )

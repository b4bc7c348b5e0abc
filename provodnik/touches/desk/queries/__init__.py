"""Reads of the desk."""

from provodnik.touches.desk.queries.lists import (
    Counted,
    Page,
    Sees,
    TicketRow,
    counts,
    open_for,
    rows,
    seen_ids,
    sees_ticket,
)
from provodnik.touches.desk.queries.loads import LoadRow, bottleneck, load_rows
from provodnik.touches.desk.queries.pane import MessageRow, Pane, ShiftRow, pane, shifts
from provodnik.touches.desk.queries.threads import Told, told_of

__all__ = [
    "Counted",
    "LoadRow",
    "MessageRow",
    "Page",
    "Pane",
    "Sees",
    "ShiftRow",
    "TicketRow",
    "Told",
    "bottleneck",
    "counts",
    "load_rows",
    "open_for",
    "pane",
    "rows",
    "seen_ids",
    "sees_ticket",
    "shifts",
    "told_of",
]

"""Reads for pages. Each function costs a known number of queries and returns plain rows."""

from provodnik.touches.queue.queries.counters import Counter, Load, open_deeds, team_load
from provodnik.touches.queue.queries.day import Day, DayRow, day
from provodnik.touches.queue.queries.deed import Deed, PastTouch, deed

__all__ = [
    "Counter",
    "Day",
    "DayRow",
    "Deed",
    "Load",
    "PastTouch",
    "day",
    "deed",
    "open_deeds",
    "team_load",
]

"""Reads for pages. Each function costs a known number of queries and returns plain rows."""

from provodnik.touches.queue.queries.counters import Counter, open_deeds
from provodnik.touches.queue.queries.day import Day, DayRow, day
from provodnik.touches.queue.queries.deed import Deed, PastTouch, deed

__all__ = ["Counter", "Day", "DayRow", "Deed", "PastTouch", "day", "deed", "open_deeds"]

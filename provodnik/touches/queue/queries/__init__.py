"""Reads for pages. Each function costs a known number of queries and returns plain rows."""

from provodnik.touches.queue.queries.agreements import (
    AgreementRow,
    agreement_of,
    agreements_of,
    asks_agreement,
    source_of,
)
from provodnik.touches.queue.queries.ahead import MadeRow, PlannedRow, made_with, planned_with
from provodnik.touches.queue.queries.automation import Stop, stop_reason, stopped, stops
from provodnik.touches.queue.queries.counters import Counter, Load, open_deeds, team_load
from provodnik.touches.queue.queries.day import ROWS, Day, DayRow, day
from provodnik.touches.queue.queries.deed import Deed, PastTouch, deed
from provodnik.touches.queue.queries.hand_overs import HandedOver, hand_overs
from provodnik.touches.queue.queries.moods import MoodMark, Trend, mood_marks, trend_of
from provodnik.touches.queue.queries.waiting import (
    WaitingFilter,
    WaitingRow,
    count_waiting,
    waiting,
)

__all__ = [
    "ROWS",
    "AgreementRow",
    "Counter",
    "Day",
    "DayRow",
    "Deed",
    "HandedOver",
    "Load",
    "MadeRow",
    "MoodMark",
    "PastTouch",
    "PlannedRow",
    "Stop",
    "Trend",
    "WaitingFilter",
    "WaitingRow",
    "agreement_of",
    "agreements_of",
    "asks_agreement",
    "count_waiting",
    "day",
    "deed",
    "hand_overs",
    "made_with",
    "mood_marks",
    "open_deeds",
    "planned_with",
    "source_of",
    "stop_reason",
    "stopped",
    "stops",
    "team_load",
    "trend_of",
    "waiting",
]

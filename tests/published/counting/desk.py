"""What a service desk's log says: waits by the clock and in working time, month by month."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from statistics import mean, median
from typing import Any
from zoneinfo import ZoneInfo

from tests.published.counting.plain import quantile, rows_of

ZONE = ZoneInfo("Europe/Moscow")
OPENS, CLOSES = time(10), time(19)


def tickets_of(path: Path) -> dict[str, dict[str, datetime]]:
    """Moments of each ticket: its first line, who took it first, its last resolution."""
    lines = {tuple(row.values()) for row in rows_of(path)}
    found: dict[str, dict[str, datetime]] = {}
    for name, activity, _, moment in lines:
        at = datetime.fromisoformat(moment)
        told = found.setdefault(name, {"opened": at})
        told["opened"] = min(told["opened"], at)
        if activity == "Take in charge ticket":
            told["first_response"] = min(told.get("first_response", at), at)
        if activity == "Resolve ticket":
            told["resolution"] = max(told.get("resolution", at), at)
    return found


def worked(opened: datetime, ended: datetime, closed: frozenset[date]) -> float:
    """Seconds between that fall on Monday to Friday 10–19 in Moscow, holidays left out."""
    day, last, seconds = opened.astimezone(ZONE).date(), ended.astimezone(ZONE).date(), 0.0
    while day <= last:
        if day.weekday() < 5 and day not in closed:
            since = datetime.combine(day, OPENS, ZONE).astimezone(UTC)
            until = datetime.combine(day, CLOSES, ZONE).astimezone(UTC)
            overlap = min(until, ended) - max(since, opened)
            seconds += max(0.0, overlap.total_seconds())
        day += timedelta(days=1)
    return seconds


def waits(
    tickets: dict[str, dict[str, datetime]], kind: str, holidays: Path
) -> dict[str, tuple[float, float]]:
    """Seconds by the clock and in working time of each ticket that came so far."""
    closed = frozenset(date.fromisoformat(day) for day in json.loads(holidays.read_text()))
    return {
        name: (
            (told[kind] - told["opened"]).total_seconds(),
            worked(told["opened"], told[kind], closed),
        )
        for name, told in tickets.items()
        if kind in told
    }


def counted(path: Path, holidays: Path) -> dict[str, Any]:
    tickets = tickets_of(path)
    answers = waits(tickets, "first_response", holidays)
    ends = waits(tickets, "resolution", holidays)
    return {
        "tickets": len(tickets),
        "responded": len(answers),
        "resolved": len(ends),
        "first_response_cal_s": _spread(wait[0] for wait in answers.values()),
        "first_response_bus_s": _spread(wait[1] for wait in answers.values()),
        "resolution_cal_s": _spread(wait[0] for wait in ends.values()),
        "resolution_bus_s": _spread(wait[1] for wait in ends.values()),
        "sla_first_response_le_4bh": _share(answers.values(), 4),
        "sla_resolution_le_45bh": _share(ends.values(), 45),
        "opened_by_month": dict(
            sorted(Counter(f"{told['opened']:%Y-%m}" for told in tickets.values()).items())
        ),
    }


def _spread(seconds: Iterable[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "n": len(ordered),
        "mean_s": round(mean(ordered), 3),
        "median_s": round(median(ordered), 3),
        "p90_s": round(quantile(ordered, 0.9), 3),
    }


def _share(told: Iterable[Sequence[float]], hours: int) -> float:
    found = list(told)
    return round(sum(wait[1] <= hours * 3600 for wait in found) / len(found), 6)

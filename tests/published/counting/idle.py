"""What the days of a course's students say: who was active when, and who fell silent."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from tests.published.counting.plain import rows_of

AFTER = (7, 14, 21, 30)


def counted(truth: Path, daily: Path, start: date) -> dict[str, Any]:
    left = {int(row["enrollment_id"]): row["label"] == "1" for row in rows_of(truth)}
    days: dict[int, set[int]] = defaultdict(set)
    for row in rows_of(daily):
        days[int(row["enrollment_id"])].add((date.fromisoformat(row["time"]) - start).days)
    weeks: dict[int, set[int]] = defaultdict(set)
    for who, active in days.items():
        for day in active:
            weeks[day // 7].add(who)
    return {
        "enrollments": len(left),
        "dropouts": sum(left.values()),
        "active_by_week": {str(week): len(weeks[week]) for week in sorted(weeks)},
        "cooling": {str(after): _cooling(left, days, after) for after in AFTER},
    }


def _cooling(left: dict[int, bool], days: dict[int, set[int]], after: int) -> dict[str, Any]:
    idle, never = {}, 0
    for who in left:
        seen = [day for day in days[who] if day < after]
        never += not seen
        idle[who] = after - 1 - max(seen) if seen else after
    long = [left[who] for who in left if idle[who] >= 7]
    short = [left[who] for who in left if idle[who] < 7]
    gone = [idle[who] for who in left if left[who]]
    here = [idle[who] for who in left if not left[who]]
    wins = sum((a > b) + (a == b) / 2 for a in gone for b in here)
    return {
        "never_active": never,
        "idle_ge_7d": len(long),
        "idle_ge_7d_dropout_rate": round(sum(long) / len(long), 6),
        "idle_lt_7d_dropout_rate": round(sum(short) / len(short), 6),
        "auc_idle_days": round(wins / (len(gone) * len(here)), 6),
    }

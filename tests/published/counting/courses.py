"""What courses say: who finished, who submitted what, who left and when."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.published.counting.plain import rows_of

FINISHED = ("Pass", "Distinction")


def counted(folder: Path) -> dict[str, Any]:
    students = list(rows_of(folder / "oulad_students.csv.gz"))
    works = list(rows_of(folder / "oulad_assessments.csv"))
    came: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(folder / "oulad_submissions.csv.gz"):
        came[row["assessment"]].add(row["student"])
    results = Counter(row["result"] for row in students)
    names = sorted({row["presentation"] for row in students})
    return {
        "totals": dict(results),
        "registrations": len(students),
        "unique_students": len({row["student"] for row in students}),
        "presentations": {
            name: _presentation(
                [row for row in students if row["presentation"] == name],
                [row for row in works if row["presentation"] == name],
                came,
            )
            for name in names
        },
    }


def _presentation(
    students: Sequence[dict[str, str]],
    works: Sequence[dict[str, str]],
    came: dict[str, set[str]],
) -> dict[str, Any]:
    results = Counter(row["result"] for row in students)
    left_on = [float(row["unregistered_day"]) for row in students if row["unregistered_day"]]
    early = sum(1 for day in left_on if day <= 0)
    finished = sum(results[result] for result in FINISHED)
    enrolled = {row["student"] for row in students}
    ordered = sorted(works, key=lambda row: (float(row["day"] or "inf"), int(row["assessment"])))
    submitted = [came[row["assessment"]] & enrolled for row in ordered]
    leavers = [row["student"] for row in students if row["result"] == "Withdrawn"]
    points = [
        max((n for n, who in enumerate(submitted) if one in who), default=-1) for one in leavers
    ]
    return {
        "registered": len(students),
        **{result.lower(): results[result] for result in ("Withdrawn", "Fail", *FINISHED)},
        "unregistered_day_le_0": early,
        "completion_rate_registered": round(finished / len(students), 6),
        "completion_rate_started": round(finished / (len(students) - early), 6),
        "assessments_in_order": [
            {
                "id": int(row["assessment"]),
                "type": row["type"],
                "day": row["day"] or "nan",
                "submitters": len(who),
                "share_of_registered": round(len(who) / len(students), 6),
            }
            for row, who in zip(ordered, submitted, strict=True)
        ],
        "withdrawn_last_submitted_index(-1=none)": _told(Counter(points)),
        "withdrawals_by_week(floor(day/7),day>0)": _told(
            Counter(int(day // 7) for day in left_on if day > 0)
        ),
    }


def _told(counts: Counter[int]) -> dict[str, int]:
    return {str(key): counts[key] for key in sorted(counts)}

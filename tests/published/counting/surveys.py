"""What answers to surveys say: means, shares of the satisfied, promoters and detractors."""

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from tests.published.counting.plain import rows_of

NO_ANSWERS = ("instcode", "course code", "repeat", "attendance", "difficulty")


def turkiye(path: Path) -> dict[str, Any]:
    rows = list(rows_of(path))
    questions = [name for name in rows[0] if name not in NO_ANSWERS]
    marks = {name: [int(row[name]) for row in rows] for name in questions}
    every = [mark for told in marks.values() for mark in told]
    courses: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        courses[row["course code"]] += [int(row[name]) for name in questions]
    return {
        "responses": len(rows),
        "by_instructor": dict(Counter(row["instcode"] for row in rows)),
        "csat_top2_by_question": {name: _top(told) for name, told in marks.items()},
        "csi_mean_by_question": {name: _mean(told) for name, told in marks.items()},
        "csat_top2_all_answers": _top(every),
        "csi_mean_all_answers": _mean(every),
        "by_course_mean_csi": {name: _mean(courses[name]) for name in sorted(courses, key=int)},
        "straightliners": sum(len({row[name] for name in questions}) == 1 for row in rows),
    }


def _top(marks: list[int]) -> float:
    return round(sum(mark >= 4 for mark in marks) / len(marks), 6)


def _mean(marks: list[int]) -> float:
    return round(sum(marks) / len(marks), 6)


def nps(path: Path) -> dict[str, Any]:
    given = {int(row["score"]): int(row["answers"]) for row in rows_of(path)}
    n = sum(given.values())
    promoters = sum(count for score, count in given.items() if score >= 9)
    detractors = sum(count for score, count in given.items() if score <= 6)
    return {
        "n": n,
        "promoters": promoters,
        "passives": n - promoters - detractors,
        "detractors": detractors,
        "nps": round(100 * (promoters - detractors) / n, 4),
        "published": "-35.9 (39 respondents, 8 promoters, 22 detractors)",
    }

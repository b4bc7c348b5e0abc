"""Days of silence of students, of a course made up and of a real one, cell by cell."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from provodnik.lake.types import StoredFile
from provodnik.metrics.analyses import cohorts
from provodnik.metrics.analyses.cohorts import Span
from provodnik.metrics.idle import idle
from tests.comparing import Comparing
from tests.published import sets
from tests.published.counting.idle import AFTER
from tests.published.counting.plain import rows_of
from tests.published.journals import relation, tail_of, unbound
from tests.published.made_up import COURSE_STARTS
from tests.published.sets import BESIDE, KEPT, Known

MADE, REAL = "made_course", "kdd_course769"

# Day 0 of the course is the day of access; a day with any event is a day of a lesson.
_DAYS = """
SELECT 'enrolled' AS event, TIMESTAMP '{start}' AS moment, enrollment_id AS client_id,
       1 AS product_id, NULL AS item
FROM read_csv('{truth}')
UNION ALL
SELECT 'lesson_viewed', "time"::TIMESTAMP + INTERVAL 12 HOUR, enrollment_id, 1, 'day'
FROM read_csv('{daily}')
"""


@dataclass(frozen=True)
class Course:
    known: Known
    starts: date
    truth: Path
    daily: Path

    def tail(self) -> StoredFile:
        return tail_of(_DAYS.format(start=self.starts, truth=self.truth, daily=self.daily))

    def left(self) -> dict[int, bool]:
        return {int(row["enrollment_id"]): row["label"] == "1" for row in rows_of(self.truth)}


@pytest.fixture(
    params=[
        MADE,
        pytest.param(
            REAL,
            marks=[
                pytest.mark.shared,
                pytest.mark.skipif(not BESIDE.is_dir(), reason="no real data beside the checkout"),
            ],
        ),
    ]
)
def course(request: pytest.FixtureRequest) -> Course:
    if request.param == MADE:
        truth, daily = KEPT / "made_course_truth.csv", KEPT / "made_course_daily.csv.gz"
        return Course(sets.kept(MADE), COURSE_STARTS, truth, daily)
    known = sets.beside(REAL)
    starts = date.fromisoformat(known.cells["start"][:10])
    return Course(
        known, starts, BESIDE / "kdd_course769_truth.csv", BESIDE / "kdd_course769_daily.csv"
    )


FIGURES = (
    *("never_active", "idle_ge_7d", "idle_ge_7d_dropout_rate", "idle_lt_7d_dropout_rate"),
    "auc_idle_days",
)
COOLING = tuple(f"cooling.*.{name}" for name in FIGURES)


@pytest.mark.slow
@pytest.mark.compares(MADE, *COOLING)
@pytest.mark.compares(REAL, *COOLING)
def test_days_of_silence_tell_who_will_leave(course: Course, compared: Comparing) -> None:
    tail, left = course.tail(), course.left()
    told: dict[str, dict[str, Any]] = {name: {} for name in FIGURES}
    for after in AFTER:
        until = datetime.combine(course.starts, time()) + timedelta(days=after)
        rows = relation([tail], idle(unbound()), until)
        assert {row["client_id"] for row in rows} == left.keys()
        for name, value in figures_of(rows, left).items():
            told[name][str(after)] = value

    for name in FIGURES:
        compared.equal(course.known, f"cooling.*.{name}", told[name])


def figures_of(rows: list[dict[str, Any]], left: dict[int, bool]) -> dict[str, float]:
    days = {row["client_id"]: row["idle_days"] for row in rows}
    long = [left[who] for who in days if days[who] >= 7]
    short = [left[who] for who in days if days[who] < 7]
    gone, here = ([days[who] for who in days if left[who] is gone] for gone in (True, False))
    wins = sum((a > b) + (a == b) / 2 for a in gone for b in here)
    values = (
        sum(row["last_on"] is None for row in rows),
        len(long),
        sum(long) / len(long),
        sum(short) / len(short),
        wins / (len(gone) * len(here)),
    )
    return dict(zip(FIGURES, values, strict=True))


@pytest.mark.compares(MADE, "enrollments", "active_by_week")
@pytest.mark.compares(REAL, "enrollments", "active_by_week")
def test_students_active_in_each_week(course: Course, compared: Comparing) -> None:
    """The course begins on a Monday, so that weeks of the calendar are its weeks."""
    grid = cohorts.grid(unbound(), "enrolled", "lesson_viewed", Span.WEEK)
    last = course.starts + timedelta(days=29)

    [cohort] = cohorts.cohorts(relation([course.tail()], grid), Span.WEEK, until=last)

    compared.equal(course.known, "enrollments", cohort.size)
    weeks = {str(week): n for week, n in enumerate(cohort.back)}
    compared.equal(course.known, "active_by_week", weeks)

"""Courses of the Open University: who finished, submitted and left, cell by cell."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from provodnik.lake.types import StoredFile
from provodnik.metrics import path
from provodnik.metrics.analyses import cohorts
from provodnik.metrics.analyses.cohorts import Span
from provodnik.metrics.definitions.homework_completion import marks
from provodnik.metrics.learning import students
from tests.comparing import Comparing
from tests.published.counting.plain import rows_of
from tests.published.journals import asked, relation, tail_of, unbound
from tests.published.sets import KEPT, figure, kept

SET = "oulad_2013"
pytestmark = pytest.mark.slow
EACH = "presentations.*."

# A presentation is a product. Each begins on a Monday of a year of its own, day 0 of its
# students, so that weeks of the calendar are weeks of the course.
BEGAN_ON = date(2013, 2, 4)
_OULAD = f"""
WITH ranked AS (
       SELECT *, dense_rank() OVER (ORDER BY presentation) AS product_id
       FROM read_csv('{KEPT}/oulad_students.csv.gz')),
     dated AS (
       SELECT *, TIMESTAMP '{BEGAN_ON} 12:00' + to_days(364 * product_id::INT) AS began_at
       FROM ranked {{where}})
SELECT event, began_at + to_days(day::INT) AS moment, student AS client_id, product_id, item, value
FROM (
  SELECT 'enrolled' AS event, coalesce({{enrolled}}, 0) AS day, student, product_id, began_at,
         NULL::VARCHAR AS item, NULL::BIGINT AS value
  FROM dated
  UNION ALL
  SELECT 'withdrew', coalesce(unregistered_day, 0), student, product_id, began_at, NULL, NULL
  FROM dated WHERE {{left}}
  UNION ALL
  SELECT 'course_completed', 270, student, product_id, began_at, NULL, NULL
  FROM dated WHERE result IN ('Pass', 'Distinction')
  UNION ALL
  SELECT 'graduated', 270, student, product_id, began_at, NULL,
         CASE result WHEN 'Distinction' THEN 500 ELSE 400 END
  FROM dated WHERE result IN ('Pass', 'Distinction')
  UNION ALL
  SELECT 'homework_submitted', s.day, s.student, d.product_id, d.began_at, s.assessment::VARCHAR,
         NULL
  FROM read_csv('{KEPT}/oulad_submissions.csv.gz') AS s
  JOIN read_csv('{KEPT}/oulad_assessments.csv') AS a USING (assessment)
  JOIN dated AS d ON d.presentation = a.presentation AND d.student = s.student
)
"""
EVERYBODY = _OULAD.format(where="", enrolled="registered_day", left="result = 'Withdrawn'")
# Whoever left before the first day never started; the day of leaving is that of the registry.
STARTED = _OULAD.format(
    where="WHERE coalesce(unregistered_day, 1) > 0",
    enrolled="0",
    left="unregistered_day > 0",
)


@cache
def names() -> dict[int, str]:
    found = sorted({row["presentation"] for row in rows_of(KEPT / "oulad_students.csv.gz")})
    return dict(enumerate(found, start=1))


def column(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return {row["product"]: row[name] for row in rows}


FINISHED = ("registered", "withdrawn", "fail", "pass", "distinction", "completion_rate_registered")


@pytest.mark.compares(SET, *(EACH + name for name in FINISHED))
@pytest.mark.compares(SET, "totals", "registrations", "unique_students")
def test_who_finished_and_who_did_not(compared: Comparing) -> None:
    known, tail = kept(SET), [tail_of(EVERYBODY)]
    _, rows = asked(tail, "course_completion", "product", products=names())
    _, graded = asked(tail, "graduate_quality", "product", products=names())
    left = Counter(row["product_id"] for row in relation(tail, unbound().of("withdrew")))
    opened = relation(tail, students(unbound()))

    sizes, finished = column(rows, "size"), column(rows, "n")
    best = {name: round(row["fives"] * row["n"]) for row in graded if (name := row["product"])}
    told: dict[str, dict[str, Any]] = {
        "registered": sizes,
        "withdrawn": {name: left[product] for product, name in names().items()},
        # Failing is no event: whoever neither finished nor left.
        "fail": {n: sizes[n] - finished[n] - left[product] for product, n in names().items()},
        "pass": {name: finished[name] - best[name] for name in finished},
        "distinction": best,
        "completion_rate_registered": column(rows, "value"),
    }
    for name, got in told.items():
        compared.equal(known, EACH + name, got)
    parts = {"Pass": "pass", "Withdrawn": "withdrawn", "Fail": "fail", "Distinction": "distinction"}
    totals = {name: sum(told[part].values()) for name, part in parts.items()}
    compared.equal(known, "totals", totals)
    compared.equal(known, "registrations", len(opened))
    compared.equal(known, "unique_students", len({row["client_id"] for row in opened}))


@pytest.mark.compares(SET, EACH + "completion_rate_started", EACH + "unregistered_day_le_0")
def test_completion_of_those_who_started(compared: Comparing) -> None:
    known = kept(SET)
    _, everybody = asked([tail_of(EVERYBODY)], "course_completion", "product", products=names())
    _, started = asked([tail_of(STARTED)], "course_completion", "product", products=names())

    sizes, left = column(everybody, "size"), column(started, "size")
    early = {name: sizes[name] - left[name] for name in sizes}
    compared.equal(known, EACH + "completion_rate_started", column(started, "value"))
    compared.equal(known, EACH + "unregistered_day_le_0", early)


WORKS = EACH + "assessments_in_order"


@pytest.mark.compares(SET, WORKS)
def test_submitters_of_each_assessment(compared: Comparing) -> None:
    known = kept(SET)
    _, rows = asked([tail_of(EVERYBODY)], "homework_completion", "item", products=names())
    found = {(row["product"], row["item"]): row for row in rows}
    nobody: dict[str, Any] = {"n": 0, "value": 0.0}

    told: dict[str, list[dict[str, Any]]] = {}
    for product, works in figure(known.cells, WORKS).items():
        handed_in = [found.pop((product, str(work["id"])), nobody) for work in works]
        told[product] = [
            {"submitters": row["n"], "share_of_registered": row["value"]} for row in handed_in
        ]

    assert not found
    compared.equal(known, WORKS, told, only=("submitters", "share_of_registered"))


DROPOUT = EACH + "withdrawn_last_submitted_index(-1=none)"


@pytest.mark.requirement("R-252")
@pytest.mark.compares(SET, DROPOUT)
def test_where_those_who_left_had_got_to(compared: Comparing) -> None:
    known, tail, t = kept(SET), [tail_of(EVERYBODY)], unbound()
    reached: dict[tuple[int, int], set[str]] = defaultdict(set)
    for row in relation(tail, path.reached(students(t), marks(t))):
        reached[row["client_id"], row["product_id"]].add(row["item"])
    works = figure(known.cells, WORKS)

    points: dict[str, Counter[str]] = {name: Counter() for name in works}
    for row in relation(tail, t.of("withdrew")):
        name = names()[row["product_id"]]
        order = [str(work["id"]) for work in works[name]]
        done = reached[row["client_id"], row["product_id"]]
        points[name][str(max((order.index(item) for item in done), default=-1))] += 1

    compared.equal(known, DROPOUT, points)


LEFT = EACH + "withdrawals_by_week(floor(day/7),day>0)"


@pytest.mark.compares(SET, LEFT)
def test_weeks_in_which_students_left(compared: Comparing) -> None:
    last = BEGAN_ON + timedelta(days=364 * 12)
    grid = cohorts.grid(unbound(), "enrolled", "withdrew", Span.WEEK)
    weeks: dict[str, dict[str, int]] = {}
    for product, name in names().items():
        # One presentation at a time: a cohort is of a person, who may sit in several.
        tail = tail_of(f"SELECT * FROM ({STARTED}) WHERE product_id = {product}")
        [cohort] = cohorts.cohorts(relation([tail], grid), Span.WEEK, until=last)
        assert cohort.begins_on == BEGAN_ON + timedelta(days=364 * product)
        weeks[name] = {str(week): n for week, n in enumerate(cohort.back) if n}

    compared.equal(kept(SET), LEFT, weeks)


def test_a_lake_of_courses_holds_every_kept_row() -> None:
    tail: StoredFile = tail_of(EVERYBODY)

    students_kept = list(rows_of(KEPT / "oulad_students.csv.gz"))
    left = sum(row["result"] == "Withdrawn" for row in students_kept)
    finished = sum(row["result"] in ("Pass", "Distinction") for row in students_kept)
    handed_in = sum(1 for _ in rows_of(KEPT / "oulad_submissions.csv.gz"))
    assert tail.rows == len(students_kept) + left + 2 * finished + handed_in

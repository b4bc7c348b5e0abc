"""Course completion: how many of those who got access finished the course."""

from typing import TYPE_CHECKING

from provodnik.metrics.definition import (
    Definition,
    Direction,
    Example,
    Raw,
    Total,
    Unit,
    grouped,
    number,
)
from provodnik.metrics.figures import Count, Share, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.learning import STUDENT, finishes, students
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import Table


def learners(t: Tables) -> "Table":
    """Students whose first access to a course lies in the period, and whether they finished it.

    Finished is the first `course_completed` or `graduated` of the same course, whenever
    it came. Whoever left or was given the money back stays among all: they did not
    finish. A person is counted with the access they were given: its curator, else the
    coordinator assigned last. One client in two courses is two students.

    Shape:   one row a student: those of `learning.students`, and finish_id (entry or null)
    Source:  enrolled, course_completed, graduated, coordinator_assigned
    """
    done = finishes(t).select(*STUDENT, finish_id="id")
    joined = t.in_period(students(t)).left_join(done, list(STUDENT))
    return joined.select(
        "id", *STUDENT, "local_at", "cohort", "staff_id", finish_id=joined.finish_id
    )


def build(t: Tables, by: str | None) -> "Table":
    told = learners(t)
    return grouped(told, by, n=told.finish_id.notnull().sum(), size=told.count())


def share(raw: Raw) -> Share:
    return Share(number(raw, "n"), number(raw, "size"))


def total(raw: Raw) -> Total:
    return Total(share(raw), number(raw, "n"), number(raw, "size"))


def row(raw: Raw) -> "Mapping[str, Value]":
    return {
        "n": Count(number(raw, "n")),
        "size": Count(number(raw, "size")),
        "value": share(raw),
    }


def evidence(t: Tables) -> "Table":
    told = learners(t)
    columns = (*STUDENT, "cohort", "staff_id")
    done = told.filter(told.finish_id.notnull())
    return ibis.union(
        told.select("id", *columns, part=ibis.literal("enrolled")),
        done.select(*columns, id=done.finish_id, part=ibis.literal("finished")).select(
            "id", *columns, "part"
        ),
    )


DEFINITION = Definition(
    name="course_completion",
    version=1,
    title="Course completion",
    formula="students who finished the course, of students who got access to it",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period of the first access; finishing counts whenever it came",
    source="enrolled, course_completed, graduated, coordinator_assigned",
    dims=("product", "cohort", "staff"),
    always_by="product",
    rule=learners,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  enrolled         2026-01-10T10:00 product=basic
            anna  course_completed 2026-03-01T10:00 product=basic
            anna  graduated        2026-03-05T10:00 product=basic
            anna  enrolled         2026-03-10T10:00 product=advanced
            boris enrolled         2026-01-11T10:00 product=basic
            boris enrolled         2026-02-11T10:00 product=basic
            boris withdrew         2026-02-20T10:00 product=basic
            vera  course_completed 2026-03-01T10:00 product=basic
        """,
        answer={
            "value": 0.333333333333,
            "numerator": 1,
            "denominator": 3,
            "rows": [
                {"product": "advanced", "n": 0, "size": 1, "value": 0.0},
                {"product": "basic", "n": 1, "size": 2, "value": 0.5},
            ],
        },
    ),
)

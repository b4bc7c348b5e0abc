"""Graduate quality: the marks students leave with."""

from fractions import Fraction
from typing import TYPE_CHECKING

from provodnik.metrics import tables
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
from provodnik.metrics.figures import Count, Score, Share, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.learning import STUDENT, deeds, finishes, students
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import Table

_FIVE = 500
_HALF, _WHOLE = 50, 100


# Where a mark comes from, the strongest first.
_KINDS = ("graduate_marked", "graduated", tables.REVIEWED)


def graduates(t: Tables) -> "Table":
    """Everybody who first finished a course in the period, with the mark they leave with.

    The mark is the last one an expert gave where there is one, else the one given at
    graduation, else that of the last homework checked in the course: a final work is checked
    last. Whoever has none of them is no graduate with a mark and is left out. The cohort is the
    month of the first access to the course, else of finishing it.

    Shape:   one row a client and course: id (entry of the mark), client_id, product_id,
             cohort, staff_id (who gave the mark), mark (hundredths of a point)
    Source:  course_completed, graduated, graduate_marked, homework_reviewed, enrolled
    """
    done = t.in_period(finishes(t)).select(*STUDENT, "local_at")
    cohorts = students(t).select(*STUDENT, "cohort")
    told = done.inner_join(_marks(t), list(STUDENT))
    told = told.left_join(cohorts, list(STUDENT))
    return told.select(
        "id",
        *STUDENT,
        "staff_id",
        "mark",
        cohort=told.cohort.coalesce(told.local_at.truncate("M").date()),
    )


def _marks(t: Tables) -> "Table":
    """The mark of each student of a course: by its kind as `_KINDS` stand, then the last."""
    checked = deeds(t, *_KINDS)
    checked = checked.filter(checked.value.notnull())
    rank = checked.event.cases(*((name, at) for at, name in enumerate(_KINDS)), else_=len(_KINDS))
    best = ibis.window(
        group_by=list(STUDENT),
        order_by=[rank, checked.happened_at.desc(), checked.id.desc()],
    )
    ranked = checked.mutate(nth=ibis.row_number().over(best))
    return ranked.filter(ranked.nth == 0).select("id", *STUDENT, "staff_id", mark="value")


def build(t: Tables, by: str | None) -> "Table":
    told = graduates(t)
    nearest = ((told.mark + _HALF) / _WHOLE).floor()
    counts = {f"marks_{mark}": (nearest == mark).sum() for mark in SCALE}
    return grouped(
        told,
        by,
        points=told.mark.sum(),
        fives=(told.mark >= _FIVE).sum(),
        n=told.count(),
        **counts,
    )


SCALE = (5, 4, 3, 2, 1)


def figures(raw: Raw) -> "Mapping[str, Value]":
    n = number(raw, "n")
    return {
        "mean": Score(Fraction(number(raw, "points"), n * _WHOLE)) if n else None,
        "fives": Share(number(raw, "fives"), n),
        "n": Count(n),
    }


def total(raw: Raw) -> Total:
    marks = {str(mark): number(raw, f"marks_{mark}") for mark in SCALE}
    return Total(figures(raw), number(raw, "fives"), number(raw, "n"), extra={"marks": {**marks}})


def row(raw: Raw) -> "Mapping[str, Value]":
    told = figures(raw)
    marks = {f"marks_{mark}": Count(number(raw, f"marks_{mark}")) for mark in SCALE}
    return {**told, "value": told, **marks}


def evidence(t: Tables) -> "Table":
    told = graduates(t)
    part = (told.mark >= _FIVE).ifelse("fives", "other_marks")
    return told.select("id", *STUDENT, "cohort", "staff_id", part=part)


DEFINITION = Definition(
    name="graduate_quality",
    version=2,
    changes={2: "an expert's mark of a graduate counts before the one told at graduation"},
    title="Marks of graduates",
    formula="mean mark of graduates on the scale of 1 to 5, and graduates with 5, of graduates"
    " with a mark",
    unit=Unit.SCORE,
    direction=Direction.UP,
    window="the period in which they first finished the course",
    source="course_completed, graduated, graduate_marked, homework_reviewed, enrolled",
    dims=("cohort", "product", "staff"),
    rule=graduates,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  enrolled          2026-01-10T10:00 product=basic
            anna  homework_reviewed 2026-02-01T10:00 product=basic item=h1 value=2
            anna  homework_reviewed 2026-02-20T10:00 product=basic item=h2 value=5
            anna  course_completed  2026-03-01T10:00 product=basic
            boris enrolled          2026-01-10T10:00 product=basic
            boris homework_reviewed 2026-02-20T10:00 product=basic item=h2 value=5
            boris graduated         2026-03-01T10:00 product=basic value=3
            boris graduate_marked   2026-03-02T10:00 product=basic value=5 staff=inga
            boris graduate_marked   2026-03-03T10:00 product=basic value=4 staff=inga
            vera  homework_reviewed 2026-02-20T10:00 product=basic item=h2 value=3
            gleb  graduated         2026-03-01T10:00 product=basic
        """,
        by="cohort",
        answer={
            "value": {"mean": 4.5, "fives": 0.5, "n": 2},
            "numerator": 1,
            "denominator": 2,
            "marks": {"5": 1, "4": 1, "3": 0, "2": 0, "1": 0},
            "rows": [
                {
                    "cohort": "2026-01",
                    "mean": 4.5,
                    "fives": 0.5,
                    "n": 2,
                    "value": {"mean": 4.5, "fives": 0.5, "n": 2},
                    "marks_5": 1,
                    "marks_4": 1,
                    "marks_3": 0,
                    "marks_2": 0,
                    "marks_1": 0,
                }
            ],
        },
    ),
)

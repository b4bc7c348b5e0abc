"""Lesson views: what part of its lessons a student of a course opens."""

from fractions import Fraction
from typing import TYPE_CHECKING

from provodnik.metrics import path
from provodnik.metrics.besides import beside
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
from provodnik.metrics.learning import STUDENT, deeds
from provodnik.metrics.tables import VIEWED, Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import Table


def learners(t: Tables) -> "Table":
    """Students whose first access lies in the period, with the lessons each opened.

    Lessons of a course are those anybody of it opened; a course without any is left out.
    The number is the mean over students of opened of available, so a student of a short
    course weighs as much as one of a long course; within one course it is the opened
    lessons of all pairs of a student and a lesson. Beside it, as `watching`, the share of
    students who opened at least one. Rows of single lessons tell how many fewer opened
    each than the one before it, in the order students come to them.

    Shape:   one row a student: those of `learning.students`, available, viewed (lessons)
    Source:  enrolled, lesson_viewed
    """
    told = path.walked(t, marks(t), steps_as="available", reached_as="viewed")
    return told.mutate(viewed=told.viewed.fill_null(0))


def marks(t: Tables) -> "Table":
    return deeds(t, VIEWED).select("id", *STUDENT, "local_at", "item")


def build(t: Tables, by: str | None) -> "Table":
    if by == "item":
        return path.counted_of(t, marks(t))
    told = learners(t)
    return grouped(
        told,
        by,
        mean=(told.viewed / told.available).mean(),
        n=told.viewed.sum(),
        size=told.available.sum(),
        watching=(told.viewed > 0).sum(),
        students=told.count(),
    )


def share(raw: Raw) -> Share:
    """The mean over students, kept with the number of pairs behind it."""
    viewed, pairs = number(raw, "n"), number(raw, "size")
    mean = float(raw["mean"] or 0) if isinstance(raw["mean"], int | float) else 0.0
    # Within one course the mean is exactly the part of its pairs; a float only nears it.
    is_of_pairs = pairs > 0 and abs(mean - viewed / pairs) < _SAME
    return Share(viewed if is_of_pairs else Fraction(str(round(mean, 12))) * pairs, pairs)


_SAME = 1e-12


def total(raw: Raw) -> Total:
    watching = beside(number(raw, "watching"), number(raw, "students"))
    return Total(share(raw), number(raw, "n"), number(raw, "size"), extra={"watching": watching})


def row(raw: Raw) -> "Mapping[str, Value]":
    if "students" not in raw:
        return path.row(raw)
    return {
        "n": Count(number(raw, "n")),
        "size": Count(number(raw, "size")),
        "value": share(raw),
        "watching": Share(number(raw, "watching"), number(raw, "students")),
    }


def evidence(t: Tables) -> "Table":
    return path.evidence(learners(t), marks(t), part="viewed")


DEFINITION = Definition(
    name="lesson_views",
    version=1,
    title="Lesson views",
    formula="the mean over students of lessons opened, of lessons of the course; beside it the"
    " share of students who opened any",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period of the first access; lessons count whenever they were opened",
    source="enrolled, lesson_viewed",
    dims=("product", "item", "cohort", "staff"),
    always_by="product",
    along=path.ALONG,
    rule=learners,
    build=build,
    complete=path.in_order,
    total=total,
    row=row,
    notes=path.notes,
    evidence=evidence,
    example=Example(
        journal="""
            anna  enrolled      2026-01-10T10:00 product=basic
            anna  lesson_viewed 2026-01-11T10:00 product=basic item=l1
            anna  lesson_viewed 2026-01-12T10:00 product=basic item=l1
            anna  lesson_viewed 2026-01-13T10:00 product=basic item=l2
            boris enrolled      2026-01-11T10:00 product=basic
            boris lesson_viewed 2026-01-12T10:00 product=basic item=l1
            vera  enrolled      2026-01-12T10:00 product=basic
            gleb  enrolled      2026-01-12T10:00 product=intro
            gleb  lesson_viewed 2026-01-13T10:00 product=intro item=l1
        """,
        answer={
            "value": 0.625,
            "numerator": 4,
            "denominator": 7,
            "watching": {"value": 0.75, "numerator": 3, "denominator": 4},
            "rows": [
                {"product": "basic", "n": 3, "size": 6, "value": 0.5, "watching": 0.666666666667},
                {"product": "intro", "n": 1, "size": 1, "value": 1.0, "watching": 1.0},
            ],
        },
    ),
)

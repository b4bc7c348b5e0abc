"""CSI: how content clients are over all questions, by the weight of each."""

from fractions import Fraction
from typing import TYPE_CHECKING

from provodnik.metrics import surveys
from provodnik.metrics.besides import beside
from provodnik.metrics.definition import (
    Definition,
    Direction,
    Example,
    Raw,
    Total,
    Unit,
    column_of,
    grouped,
    number,
)
from provodnik.metrics.figures import Count, Score, Share, Value
from provodnik.metrics.surveys import DIMS, HUNDREDTHS, SATISFIED_OF_FIVE, TOP, answers
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import Table


def opinions(t: Tables) -> "Table":
    """Answers to questions measured as CSI, given in the period.

    The index is Σ(weight·mean) ÷ Σ(weight·top) × 100 over the questions: each counts by
    its importance (`attrs.weight`, 1 where nobody says) however many answered it, and
    the top is that of its scale (`attrs.scale`, 5 where nobody says). Beside it, as
    `satisfied`, the other way schools count it: answers of four fifths of the scale and
    above, of all answers.

    Shape:   one row an answer: those of `surveys.answers`, part (satisfied or not)
    Source:  survey_answered (attrs.measure = csi, attrs.scale, attrs.weight)
    """
    told = answers(t, "csi")
    is_satisfied = told.value * TOP >= told.top * (SATISFIED_OF_FIVE * HUNDREDTHS)
    return told.mutate(part=is_satisfied.ifelse("satisfied", "other_marks"))


def build(t: Tables, by: str | None) -> "Table":
    told = opinions(t)
    dims = ["item"] if by in (None, "item") else [column_of(by), "item"]
    questions = told.group_by(*dims).agg(
        mean=told.value.mean(),
        top=told.top.max(),
        weight=told.weight.max(),
        n=told.count(),
        satisfied=(told.part == "satisfied").sum(),
    )
    return grouped(
        questions,
        by,
        got=(questions.weight * questions["mean"]).sum(),
        best=(questions.weight * questions.top * HUNDREDTHS).sum(),
        n=questions.n.sum(),
        satisfied=questions.satisfied.sum(),
    )


def figures(raw: Raw) -> "Mapping[str, Value]":
    best, n = _exact(raw, "best"), number(raw, "n")
    return {"index": Score(_exact(raw, "got") / best * 100) if n else None, "n": Count(n)}


def _exact(raw: Raw, name: str) -> Fraction:
    """A sum of means as the number it nears: a float would round 63.55 the wrong way."""
    value = raw[name]
    return Fraction(str(round(value, 9))) if isinstance(value, int | float) else Fraction(0)


def total(raw: Raw) -> Total:
    satisfied = beside(number(raw, "satisfied"), number(raw, "n"))
    return Total(figures(raw), extra={"satisfied": satisfied})


def row(raw: Raw) -> "Mapping[str, Value]":
    told = figures(raw)
    satisfied = Share(number(raw, "satisfied"), number(raw, "n"))
    return {**surveys.printed(told), "satisfied": satisfied}


def evidence(t: Tables) -> "Table":
    return surveys.evidence(opinions(t))


DEFINITION = Definition(
    name="csi",
    version=1,
    title="CSI",
    formula="sum of weight times mean answer over the questions, of the sum of weight times top of"
    " the scale, times 100; beside it the share of satisfied answers",
    unit=Unit.SCORE,
    direction=Direction.UP,
    window="the period of the answers",
    source="survey_answered",
    dims=DIMS,
    rule=opinions,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  survey_answered 2026-01-10T10:00 value=5 item=lessons measure=csi weight=3
            boris survey_answered 2026-01-11T10:00 value=4 item=lessons measure=csi
            anna  survey_answered 2026-01-10T10:00 value=6 item=support measure=csi scale=10
        """,
        by="item",
        answer={
            "value": {"index": 78.0, "n": 3},
            "satisfied": {"value": 0.666666666667, "numerator": 2, "denominator": 3},
            "rows": [
                {
                    "item": "lessons",
                    "index": 90.0,
                    "n": 2,
                    "value": {"index": 90.0, "n": 2},
                    "satisfied": 1.0,
                },
                {
                    "item": "support",
                    "index": 60.0,
                    "n": 1,
                    "value": {"index": 60.0, "n": 1},
                    "satisfied": 0.0,
                },
            ],
        },
    ),
)

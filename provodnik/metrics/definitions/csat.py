"""CSAT: how many are satisfied, and their mean mark."""

from fractions import Fraction
from typing import TYPE_CHECKING

from provodnik.metrics import surveys
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
from provodnik.metrics.surveys import DIMS, HUNDREDTHS, SATISFIED_OF_FIVE, answers, of_five
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import Table


def marks(t: Tables) -> "Table":
    """Answers on the scale of 1 to 5 to questions measured as CSAT, given in the period.

    Satisfied answered 4 or 5. The sources allow the share and the mean, so both stand
    side by side. An answer that names another scale is brought to five: 8 of 10 is 4.

    Shape:   one row an answer: those of `surveys.answers`, value of five, part
    Source:  survey_answered (attrs.measure = csat, attrs.scale)
    """
    told = of_five(answers(t, "csat"))
    is_satisfied = told.value >= SATISFIED_OF_FIVE * HUNDREDTHS
    return told.mutate(part=is_satisfied.ifelse("satisfied", "other_marks"))


def build(t: Tables, by: str | None) -> "Table":
    told = marks(t)
    return grouped(
        told,
        by,
        satisfied=(told.part == "satisfied").sum(),
        points=told.value.sum(),
        n=told.count(),
    )


def figures(raw: Raw) -> "Mapping[str, Value]":
    n = number(raw, "n")
    return {
        "share": Share(number(raw, "satisfied"), n),
        "mean": Score(Fraction(number(raw, "points"), n * HUNDREDTHS)) if n else None,
        "n": Count(n),
    }


def total(raw: Raw) -> Total:
    return Total(figures(raw), number(raw, "satisfied"), number(raw, "n"))


def row(raw: Raw) -> "Mapping[str, Value]":
    return surveys.printed(figures(raw))


def evidence(t: Tables) -> "Table":
    return surveys.evidence(marks(t))


DEFINITION = Definition(
    name="csat",
    version=1,
    title="CSAT",
    formula="answers 4 and 5 of 5, of all answers; beside it their mean",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period of the answers",
    source="survey_answered",
    dims=DIMS,
    rule=marks,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  survey_answered 2026-01-10T10:00 value=5 item=q1 measure=csat
            boris survey_answered 2026-01-11T10:00 value=4 item=q1 measure=csat
            vera  survey_answered 2026-02-12T10:00 value=2 item=q1 measure=csat
            gleb  survey_answered 2026-02-13T10:00 value=8 item=q1 measure=csat scale=10
            gleb  survey_answered 2026-02-13T10:00 value=9 item=q2 measure=nps
        """,
        by="month",
        answer={
            "value": {"share": 0.75, "mean": 3.75, "n": 4},
            "numerator": 3,
            "denominator": 4,
            "rows": [
                {
                    "month": "2026-01",
                    "share": 1.0,
                    "mean": 4.5,
                    "n": 2,
                    "value": {"share": 1.0, "mean": 4.5, "n": 2},
                },
                {
                    "month": "2026-02",
                    "share": 0.5,
                    "mean": 3.0,
                    "n": 2,
                    "value": {"share": 0.5, "mean": 3.0, "n": 2},
                },
            ],
        },
    ),
)

"""NPS: how many more would recommend the school than would not."""

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
from provodnik.metrics.figures import Count, Score, Value
from provodnik.metrics.surveys import DIMS, HUNDREDTHS, answers
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import Table

_PROMOTES_FROM = 9 * HUNDREDTHS
_DETRACTS_TO = 6 * HUNDREDTHS


def recommendations(t: Tables) -> "Table":
    """Answers on the scale of 0 to 10 to questions measured as NPS, given in the period.

    Promoters answered 9 or 10, detractors 0 to 6, passives what lies between. The number
    is in points from −100 to +100, never in percent, and stands with how many answered:
    95 of ten answers is luck. Every answer counts, a second one of the same person too.

    Shape:   one row an answer: those of `surveys.answers`, part (promoters, passives,
             detractors)
    Source:  survey_answered (attrs.measure = nps)
    """
    told = answers(t, "nps")
    rest = (told.value <= _DETRACTS_TO).ifelse("detractors", "passives")
    return told.mutate(part=(told.value >= _PROMOTES_FROM).ifelse("promoters", rest))


def build(t: Tables, by: str | None) -> "Table":
    told = recommendations(t)
    groups = {name: (told.part == name).sum() for name in GROUPS}
    return grouped(told, by, **groups)


GROUPS = ("promoters", "passives", "detractors")


def figures(raw: Raw) -> "Mapping[str, Value]":
    groups = {name: number(raw, name) for name in GROUPS}
    n = sum(groups.values())
    lead = 100 * (groups["promoters"] - groups["detractors"])
    counted = {name: Count(count) for name, count in groups.items()}
    return {"nps": Score(Fraction(lead, n)) if n else None, **counted, "n": Count(n)}


def total(raw: Raw) -> Total:
    lead = number(raw, "promoters") - number(raw, "detractors")
    return Total(figures(raw), lead, sum(number(raw, name) for name in GROUPS))


def row(raw: Raw) -> "Mapping[str, Value]":
    return surveys.printed(figures(raw))


def evidence(t: Tables) -> "Table":
    return surveys.evidence(recommendations(t))


DEFINITION = Definition(
    name="nps",
    version=1,
    title="NPS",
    formula="share of answers 9 and 10, minus share of answers 0 to 6, times 100",
    unit=Unit.POINTS,
    direction=Direction.UP,
    window="the period of the answers",
    source="survey_answered",
    dims=DIMS,
    rule=recommendations,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  survey_answered 2026-01-10T10:00 value=10 item=q1 measure=nps product=basic
            boris survey_answered 2026-01-11T10:00 value=9  item=q1 measure=nps product=basic
            vera  survey_answered 2026-01-12T10:00 value=8  item=q1 measure=nps
            gleb  survey_answered 2026-01-13T10:00 value=6  item=q1 measure=nps
            gleb  survey_answered 2026-01-13T10:00 value=5  item=q2 measure=csat
        """,
        by="product",
        answer={
            "value": {"nps": 25.0, "promoters": 2, "passives": 1, "detractors": 1, "n": 4},
            "numerator": 1,
            "denominator": 4,
            "rows": [
                {
                    "product": "basic",
                    "nps": 100.0,
                    "promoters": 2,
                    "passives": 0,
                    "detractors": 0,
                    "n": 2,
                    "value": {
                        "nps": 100.0,
                        "promoters": 2,
                        "passives": 0,
                        "detractors": 0,
                        "n": 2,
                    },
                },
                {
                    "product": None,
                    "nps": -50.0,
                    "promoters": 0,
                    "passives": 1,
                    "detractors": 1,
                    "n": 2,
                    "value": {"nps": -50.0, "promoters": 0, "passives": 1, "detractors": 1, "n": 2},
                },
            ],
        },
    ),
)

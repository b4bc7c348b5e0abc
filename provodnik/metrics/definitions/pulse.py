"""Pulse: how the team feels, by its own answers."""

from collections.abc import Mapping
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
from provodnik.metrics.figures import Count, Score, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

MEASURE = "pulse"
_HUNDREDTHS = 100


def answers(t: Tables) -> "Table":
    """Answers of the period to questions about the team's mood, 1 to 10.

    Every answer counts alike, so that a person asked twice counts twice; who answered
    does not matter.

    Shape:   one row an answer: id, item (the question), month, value (hundredths)
    Source:  survey_answered (attrs.measure = pulse)
    """
    entries = t.entries.filter(t.entries.event == tables.ANSWERED, t.entries.value.notnull())
    chosen = t.in_period(entries.filter(entries.attr_measure == MEASURE))
    return chosen.select("id", "item", "value", month=chosen.local_at.truncate("M").date())


def build(t: Tables, by: str | None) -> "Table":
    told = answers(t)
    return grouped(told, by, n=told.count(), score=told.value.sum())


def figures(raw: Raw) -> Mapping[str, Value]:
    n = number(raw, "n")
    mean = Score(Fraction(number(raw, "score"), n * _HUNDREDTHS)) if n else None
    return {"mean": mean, "n": Count(n)}


def total(raw: Raw) -> Total:
    return Total(figures(raw))


def row(raw: Raw) -> Mapping[str, Value]:
    told = figures(raw)
    return {"value": told["mean"], **told}


def evidence(t: Tables) -> "Table":
    told = answers(t)
    return told.select("id", "item", "month", part=ibis.literal("answers"))


DEFINITION = Definition(
    name="pulse",
    version=1,
    title="Pulse of the team",
    formula="mean of answers from 1 to 10",
    unit=Unit.SCORE,
    direction=Direction.UP,
    window="the period in which the answer was given",
    source="survey_answered",
    dims=("month", "item"),
    rule=answers,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            p1 survey_answered 2026-01-20T10:00 value=6 item=mood measure=pulse
            p1 survey_answered 2026-02-20T10:00 value=7 item=mood measure=pulse
            p2 survey_answered 2026-02-20T11:00 value=9 item=mood measure=pulse
            p2 survey_answered 2026-02-20T11:00 value=8 item=load measure=pulse
            p3 survey_answered 2026-02-20T12:00 value=2 item=advise measure=nps
        """,
        by="month",
        answer={
            "value": {"mean": 7.5, "n": 4},
            "rows": [
                {"month": "2026-01", "value": 6.0, "mean": 6.0, "n": 1},
                {"month": "2026-02", "value": 8.0, "mean": 8.0, "n": 3},
            ],
        },
    ),
)

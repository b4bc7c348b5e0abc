"""Artefact quality: how well protocols, reports and feedback keep to their checklists."""

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
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import Table

CHECKED = "artefact_checked"


def checks(t: Tables) -> "Table":
    """Artefacts checked in the period, each by its checklist.

    Points of a checklist that do not fit an artefact are no part of it. An artefact
    checked again is told anew by the entry of that check. A check that names no number
    of points that fit, or more passed than fit, is left out.

    Shape:   one row a check: id, client_id, item (the artefact), type, month, staff_id,
             passed, applicable (points of the checklist)
    Source:  artefact_checked (attrs.passed, attrs.applicable, attrs.type)
    """
    entries = t.entries
    told = t.in_period(entries.filter(entries.event == CHECKED))
    told = told.select(
        "id",
        "client_id",
        "item",
        "staff_id",
        type=told.attr_type,
        month=told.local_at.truncate("M").date(),
        passed=told.attr_passed.try_cast("int64"),
        applicable=told.attr_applicable.try_cast("int64"),
    )
    return told.filter(told.applicable > 0, told.passed.between(0, told.applicable))


def build(t: Tables, by: str | None) -> "Table":
    told = checks(t)
    return grouped(
        told, by, passed=told.passed.sum(), applicable=told.applicable.sum(), n=told.count()
    )


def share(raw: Raw) -> Share:
    return Share(number(raw, "passed"), number(raw, "applicable"))


def total(raw: Raw) -> Total:
    return Total(share(raw), number(raw, "passed"), number(raw, "applicable"))


def row(raw: Raw) -> "Mapping[str, Value]":
    return {"value": share(raw), "n": Count(number(raw, "n"))}


def evidence(t: Tables) -> "Table":
    told = checks(t)
    part = (told.passed == told.applicable).ifelse("faultless", "faulty")
    return told.select("id", "client_id", "item", "type", "month", "staff_id", part=part)


DEFINITION = Definition(
    name="artefact_quality",
    version=1,
    title="Quality of artefacts",
    formula="points of checklists passed, of points that apply",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period of the checks",
    source="artefact_checked",
    dims=("item", "type", "month", "staff"),
    rule=checks,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            - artefact_checked 2026-01-10T10:00 item=p1 type=protocol passed=8  applicable=10
            - artefact_checked 2026-01-11T10:00 item=r1 type=report   passed=5  applicable=5
            - artefact_checked 2026-01-12T10:00 item=r2 type=report   passed=2  applicable=0
            - artefact_checked 2026-01-12T10:00 item=r3 type=report   passed=x  applicable=5
        """,
        by="type",
        answer={
            "value": 0.866666666667,
            "numerator": 13,
            "denominator": 15,
            "rows": [
                {"type": "protocol", "value": 0.8, "n": 1},
                {"type": "report", "value": 1.0, "n": 1},
            ],
        },
    ),
)

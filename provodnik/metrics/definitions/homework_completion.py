"""Homework completion: how many of those who got access handed in all required homework."""

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
from provodnik.metrics.lazy import ibis
from provodnik.metrics.learning import STUDENT, deeds, refunded
from provodnik.metrics.tables import HANDED_IN, Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import Table


def learners(t: Tables) -> "Table":
    """Students whose first access lies in the period, with the homework each handed in.

    Required is every piece of homework that anybody of the course handed in up to the
    as-of moment (the checkpoint), save those whose entries say `required=false`; a course
    without any is left out. A student who handed in all of it has completed; handing in
    twice is once. Whoever was given the money back stays among all; the share without
    them stands beside as `without_refunded`, and as `submissions` the works handed in of
    the works required. Rows of single works tell how many fewer handed each in than the
    one before it, in the order students come to them.

    Shape:   one row a student: those of `learning.students`, works (required), handed,
             is_refunded
    Source:  enrolled, homework_submitted; for the variant payment_received, refund_paid
    """
    told = path.walked(t, marks(t), steps_as="works", reached_as="handed")
    back = refunded(t).mutate(is_refunded=ibis.literal(True))
    told = told.left_join(back, list(STUDENT)).drop("client_id_right", "product_id_right")
    return told.mutate(
        handed=told.handed.fill_null(0), is_refunded=told.is_refunded.fill_null(False)
    )


def marks(t: Tables) -> "Table":
    """Required homework handed in: id, client_id, product_id, local_at, item."""
    done = deeds(t, HANDED_IN)
    same = ibis.window(group_by=["product_id", "item"])
    told = done.mutate(required=done.is_required.cast("int8").min().over(same))
    return told.filter(told.required == 1).select("id", *STUDENT, "local_at", "item")


def build(t: Tables, by: str | None) -> "Table":
    if by == "item":
        return path.counted_of(t, marks(t))
    told = learners(t)
    completed = told.handed >= told.works
    return grouped(
        told,
        by,
        n=completed.sum(),
        size=told.count(),
        handed=told.handed.sum(),
        works=told.works.sum(),
        kept_n=(completed & ~told.is_refunded).sum(),
        kept_size=(~told.is_refunded).sum(),
    )


def total(raw: Raw) -> Total:
    besides = {
        "without_refunded": beside(number(raw, "kept_n"), number(raw, "kept_size")),
        "submissions": beside(number(raw, "handed"), number(raw, "works")),
    }
    return Total(path.share(raw), number(raw, "n"), number(raw, "size"), extra=besides)


def row(raw: Raw) -> "Mapping[str, Value]":
    if "works" not in raw:
        return path.row(raw)
    return {
        "n": Count(number(raw, "n")),
        "size": Count(number(raw, "size")),
        "value": path.share(raw),
        "without_refunded": Share(number(raw, "kept_n"), number(raw, "kept_size")),
        "submissions": Share(number(raw, "handed"), number(raw, "works")),
    }


def evidence(t: Tables) -> "Table":
    return path.evidence(learners(t), marks(t), part="handed")


DEFINITION = Definition(
    name="homework_completion",
    version=1,
    title="Homework completion",
    formula="students who handed in all required homework of the course, of students who got"
    " access to it",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period of the first access; homework counts whenever it was handed in",
    source="enrolled, homework_submitted, payment_received, refund_paid",
    dims=("item", "cohort", "product", "staff"),
    always_by="item",
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
            anna  enrolled           2026-01-10T10:00 product=basic
            anna  homework_submitted 2026-01-15T10:00 product=basic item=h1
            anna  homework_submitted 2026-01-16T10:00 product=basic item=h1
            anna  homework_submitted 2026-01-25T10:00 product=basic item=h2
            boris enrolled           2026-01-11T10:00 product=basic
            boris homework_submitted 2026-01-16T10:00 product=basic item=h1
            boris homework_submitted 2026-01-17T10:00 product=basic item=extra required=false
            vera  payment_received   2026-01-12T09:00 product=basic value=100 item=1
            vera  enrolled           2026-01-12T10:00 product=basic
            vera  refund_paid        2026-01-13T10:00 value=100 item=1
            gleb  enrolled           2026-01-12T10:00 product=webinar
        """,
        answer={
            "value": 0.333333333333,
            "numerator": 1,
            "denominator": 3,
            "without_refunded": {"value": 0.5, "numerator": 1, "denominator": 2},
            "submissions": {"value": 0.5, "numerator": 3, "denominator": 6},
            "biggest_fall": {"product": "basic", "item": "h1", "lost": 1},
            "rows": [
                {
                    "product": "basic",
                    "item": "h1",
                    "n": 2,
                    "size": 3,
                    "value": 0.666666666667,
                    "lost": 1,
                },
                {
                    "product": "basic",
                    "item": "h2",
                    "n": 1,
                    "size": 3,
                    "value": 0.333333333333,
                    "lost": 1,
                },
            ],
        },
    ),
)

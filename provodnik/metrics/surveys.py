"""Answers to surveys as the journal tells them: what NPS, CSAT and CSI are built from."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.figures import Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

HUNDREDTHS = 100
DIMS = ("item", "product", "cohort", "month", "channel", "staff")
SATISFIED_OF_FIVE = 4
TOP = 5


def answers(t: Tables, measure: str) -> "Table":
    """Scores given in the period on questions of one measure. Every answer counts.

    `item` is the question. `cohort` is the month of the client's first access to the
    product asked about, else to any product. `staff_id` is who answered for the client when
    they were asked, null where nobody did. `top` is the top of the scale: what the
    answer says, else 5; `weight` is how important the question is: the highest any of
    its answers says, else 1.

    Shape:   one row an answer: id, client_id, item, product_id, cohort, month, channel,
             staff_id, value (hundredths of a point), top, weight
    Source:  survey_answered (attrs.measure, scale, weight), enrolled
    """
    given = t.of(tables.ANSWERED)
    given = given.filter(given.attr_measure == measure, given.value.notnull())
    given = given.mutate(
        top=_positive(given, "attr_scale").coalesce(TOP), weight=_positive(given, "attr_weight")
    )
    weights = given.group_by("item").agg(weight=given.weight.max().coalesce(1.0))
    opened = t.of(tables.ENROLLED)
    of_product = opened.group_by("client_id", "product_id").agg(since=opened.local_at.min())
    ever = opened.group_by("client_id").agg(since_ever=opened.local_at.min())
    told = t.in_period(given).drop("weight").inner_join(weights, "item")
    told = told.left_join(of_product, ["client_id", "product_id"]).drop(
        "client_id_right", "product_id_right"
    )
    told = told.left_join(ever, "client_id").drop("client_id_right")
    return told.select(
        "id",
        "client_id",
        "item",
        "product_id",
        "channel",
        "staff_id",
        "value",
        "top",
        "weight",
        cohort=told.since.coalesce(told.since_ever).truncate("M").date(),
        month=told.local_at.truncate("M").date(),
    )


def printed(figures: Mapping[str, Value]) -> Mapping[str, Value]:
    """A row of a survey: its figures, and all of them as its value."""
    return {**figures, "value": figures}


def evidence(told: "Table") -> "Table":
    """The answers behind a number, each with its `part` and every dimension to choose by."""
    return told.select(
        "id", "client_id", "item", "product_id", "cohort", "month", "channel", "staff_id", "part"
    )


def _positive(table: "Table", column: str) -> "Table":
    """A number above zero told as text; null where it is none."""
    told = table[column].try_cast("float64")
    return ibis.ifelse(told > 0, told, None)


def of_five(told: "Table") -> "Table":
    """Answers on the scale of 1 to 5, in hundredths: 8 of 10 is 4 of 5."""
    scaled = (told.value * TOP / told.top).round().cast("int64")
    return told.mutate(value=scaled)

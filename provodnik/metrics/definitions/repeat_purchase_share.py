"""Repeat purchase: how many of those who bought once bought again."""

from typing import TYPE_CHECKING

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
from provodnik.metrics.figures import Count, Share, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import orders, payments, received
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import Table


def buyers(t: Tables, by: str | None) -> "Table":
    """Everybody with a paid order in the period, and how many such orders they have.

    An order counts at its first payment, given back later or not. A cohort is the
    month of the client's first payment ever; product and channel are those of the
    client's first order in the period, so that every client stands in one row.

    Shape:   one row a client: client_id, orders, and the dimension asked for
    Source:  payment_received, balance_spent; for product and channel sale_credited, order_placed
    """
    if t.is_whole and by in (None, "cohort"):
        paid = t.client_orders
        return paid.select("client_id", "orders", cohort=paid.first_local_at.truncate("M").date())
    is_labelled = by in ("product", "channel")
    bought = t.in_period(orders(payments(t) if is_labelled else received(t)))
    if by == "cohort":
        counted = bought.group_by("client_id").agg(orders=bought.count())
        return counted.inner_join(_months(t), "client_id")
    if by is None:
        return bought.group_by("client_id").agg(orders=bought.count())
    each = ibis.window(group_by="client_id")
    counted = bought.mutate(
        orders=bought.count().over(each), earliest=bought.position.min().over(each)
    )
    return counted.filter(counted.position == counted.earliest).select(
        "client_id", "orders", column_of(by)
    )


def _months(t: Tables) -> "Table":
    """The cohort of every client who ever paid."""
    ever = t.client_orders
    return ever.select("client_id", cohort=ever.first_local_at.truncate("M").date())


def build(t: Tables, by: str | None) -> "Table":
    bought = buyers(t, by)
    return grouped(bought, by, repeated=(bought.orders >= 2).sum(), n=bought.count())  # noqa: PLR2004


def share(raw: Raw) -> Share:
    return Share(number(raw, "repeated"), number(raw, "n"))


def total(raw: Raw) -> Total:
    return Total(share(raw), number(raw, "repeated"), number(raw, "n"))


def row(raw: Raw) -> "Mapping[str, Value]":
    return {"value": share(raw), "n": Count(number(raw, "n"))}


def evidence(t: Tables) -> "Table":
    bought = t.in_period(orders(payments(t)))
    each = ibis.window(group_by="client_id")
    firsts = ibis.window(group_by="client_id", order_by=bought.position)
    told = bought.mutate(
        id=bought.order_id,
        many=bought.count().over(each),
        channel=bought.channel.first(include_null=True).over(firsts),
        product_id=bought.product_id.first(include_null=True).over(firsts),
    ).inner_join(_months(t), "client_id")
    part = (told.many > 1).ifelse("repeated", "once")
    return told.select("id", "client_id", "cohort", "channel", "product_id", part=part)


DEFINITION = Definition(
    name="repeat_purchase_share",
    version=1,
    title="Share of clients who bought again",
    formula="clients with two or more paid orders, of clients with a paid order",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period in which the orders were first paid",
    source="payment_received, balance_spent, sale_credited, order_placed",
    dims=("cohort", "product", "channel"),
    rule=buyers,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  payment_received 2026-01-10T10:00 value=500 item=1
            anna  payment_received 2026-01-10T10:00 value=500 item=2
            boris payment_received 2026-01-11T10:00 value=500 item=3
            boris payment_received 2026-02-11T10:00 value=500 item=3
            vera  payment_received 2026-02-12T10:00 value=500
            vera  payment_received 2026-03-12T10:00 value=500
        """,
        by="cohort",
        answer={
            "value": 0.666666666667,
            "numerator": 2,
            "denominator": 3,
            "rows": [
                {"cohort": "2026-01", "value": 0.5, "n": 2},
                {"cohort": "2026-02", "value": 1.0, "n": 1},
            ],
        },
    ),
)

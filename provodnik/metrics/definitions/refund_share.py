"""Refund share: how many of the orders paid in a period were given back, and how much."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from provodnik.metrics.definition import (
    Definition,
    Direction,
    Example,
    Raw,
    Total,
    Unit,
    composite,
    grouped,
    number,
)
from provodnik.metrics.figures import Share
from provodnik.metrics.figures import Value as Printed
from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import ORDER, orders, payments, refunds, with_refunds
from provodnik.metrics.tables import PAID, REFUNDED, Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value


def purchases(t: Tables) -> "Table":
    """Paid orders whose first payment lies in the period, with what was given back of them.

    The refund counts for the month of the purchase, whenever it was paid out, so that
    a busy month of sales does not hide a bad one.

    Shape:   one row an order: those of `with_refunds`, and cohort (month of purchase)
    Source:  payment_received, balance_spent, refund_paid; for product and channel
             sale_credited, order_placed
    """
    paid_orders = orders(payments(t))
    told = t.in_period(with_refunds(paid_orders, refunds(t, paid_orders)))
    return told.mutate(cohort=told.local_at.truncate("M").date())


def build(t: Tables, by: str | None) -> "Table":
    bought = purchases(t)
    return grouped(
        bought,
        by,
        given_back=bought.is_given_back.sum(),
        n=bought.count(),
        refunded=bought.refunded.sum(),
        paid=bought.gross.sum(),
    )


def figures(raw: Raw) -> Mapping[str, Share]:
    return {
        "count_share": Share(number(raw, "given_back"), number(raw, "n")),
        "amount_share": Share(number(raw, "refunded"), number(raw, "paid")),
    }


def total(raw: Raw) -> Total:
    return Total(figures(raw), number(raw, "given_back"), number(raw, "n"))


def row(raw: Raw) -> Mapping[str, Printed]:
    return composite(figures(raw), number(raw, "n"))


def evidence(t: Tables) -> "Table":
    paid = payments(t)
    paid_orders = orders(paid)
    back = refunds(t, paid_orders)
    bought = t.in_period(with_refunds(paid_orders, back))
    bought = bought.select(
        *ORDER,
        "order_id",
        "channel",
        "product_id",
        "is_given_back",
        cohort=bought.local_at.truncate("M").date(),
    )
    came = paid.select("id", *ORDER).inner_join(bought, list(ORDER))
    went = back.select("id", "order_id").inner_join(bought, "order_id")
    return ibis.union(
        _told(came, came.is_given_back.ifelse("given_back", PAID)),
        _told(went, ibis.literal(REFUNDED)),
    )


def _told(table: "Table", part: "Value") -> "Table":
    return table.select("id", "client_id", "cohort", "channel", "product_id", part=part)


DEFINITION = Definition(
    name="refund_share",
    version=1,
    title="Share of refunds",
    formula="paid orders given back whole, of paid orders; and money given back, of money paid"
    " for the same orders",
    unit=Unit.SHARE,
    direction=Direction.DOWN,
    window="the period of the purchase; refunds of it count whenever they were paid out",
    source="payment_received, balance_spent, refund_paid, sale_credited, order_placed",
    dims=("cohort", "product", "channel"),
    rule=purchases,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  payment_received 2026-01-10T10:00 value=500 item=1
            anna  refund_paid      2026-03-10T10:00 value=500 item=1
            boris payment_received 2026-01-11T10:00 value=300 item=2
            boris refund_paid      2026-01-12T10:00 value=100
            vera  payment_received 2026-02-12T10:00 value=200
        """,
        by="cohort",
        answer={
            "value": {"count_share": 0.333333333333, "amount_share": 0.6},
            "numerator": 1,
            "denominator": 3,
            "rows": [
                {
                    "cohort": "2026-01",
                    "count_share": 0.5,
                    "amount_share": 0.75,
                    "value": {"count_share": 0.5, "amount_share": 0.75},
                    "n": 2,
                },
                {
                    "cohort": "2026-02",
                    "count_share": 0.0,
                    "amount_share": 0.0,
                    "value": {"count_share": 0.0, "amount_share": 0.0},
                    "n": 1,
                },
            ],
        },
    ),
)

"""Repeat sales: what clients who had bought before paid again."""

from typing import TYPE_CHECKING

from provodnik.metrics import tables
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
from provodnik.metrics.figures import Money, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import ORDER, orders, payments, refunds
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import Table


def movements(t: Tables) -> "Table":
    """Money that came for repeat orders and money that went back, in the period.

    A repeat order has an earlier paid order of the same client, at any time before,
    given back later or not. Its parts count where each was paid, under the channel,
    person and product each is credited to; a refund counts where it was paid out,
    under those of the order. Refunds of first orders are no repeat sale taken back.

    Shape:   one row a payment or refund: id, client_id, order_id, month, channel,
             staff_id, product_id, gross, refunds, part (which of the two it is)
    Units:   kopecks
    Source:  payment_received, refund_paid, sale_credited, order_placed
    """
    paid = payments(t)
    paid_orders = orders(paid)
    repeat = paid_orders.filter(paid_orders.position > 0)
    money = paid.filter(paid.event == tables.PAID)
    came = money.inner_join(repeat.select(*ORDER, "order_id"), list(ORDER))
    back = refunds(t, paid_orders)
    back = back.filter(back.position > 0)
    columns = ("id", "client_id", "order_id", "local_at", "channel", "staff_id", "product_id")
    zero = ibis.literal(0, "int64")
    moved = ibis.union(
        came.select(*columns, gross=came.value, refunds=zero, part=ibis.literal("gross")),
        back.select(*columns, gross=zero, refunds=back.value, part=ibis.literal("refunds")),
    )
    chosen = t.in_period(moved)
    return chosen.mutate(month=chosen.local_at.truncate("M").date())


def build(t: Tables, by: str | None) -> "Table":
    moved = movements(t)
    return grouped(
        moved,
        by,
        gross=moved.gross.sum(),
        refunds=moved.refunds.sum(),
        n=moved.order_id.nunique(),
    )


def figures(raw: Raw) -> "Mapping[str, Money]":
    gross, given_back = number(raw, "gross"), number(raw, "refunds")
    return {"net": Money(gross - given_back), "gross": Money(gross), "refunds": Money(given_back)}


def total(raw: Raw) -> Total:
    return Total(figures(raw))


def row(raw: Raw) -> "Mapping[str, Value]":
    return composite(figures(raw), number(raw, "n"))


def evidence(t: Tables) -> "Table":
    moved = movements(t)
    return moved.select("id", "client_id", "month", "channel", "staff_id", "product_id", "part")


DEFINITION = Definition(
    name="repeat_sales",
    version=1,
    title="Repeat sales",
    formula="payments for orders of clients who had a paid order before, minus refunds of them",
    unit=Unit.MONEY,
    direction=Direction.UP,
    window="the period in which the money moved",
    source="payment_received, refund_paid, sale_credited, order_placed",
    dims=("channel", "staff", "product", "month"),
    rule=movements,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  payment_received 2026-01-10T10:00 value=50000 item=1 channel=ads
            anna  payment_received 2026-02-10T10:00 value=20000 item=2 channel=platform
            anna  payment_received 2026-03-10T10:00 value=10000 item=2 channel=platform
            anna  refund_paid      2026-03-20T10:00 value=5000  item=2
            boris payment_received 2026-02-11T10:00 value=30000 item=3 channel=ads
            boris refund_paid      2026-02-12T10:00 value=30000 item=3
            boris payment_received 2026-03-11T10:00 value=7000  item=4 channel=coordinator
        """,
        by="channel",
        answer={
            "value": {"net": "32000.00", "gross": "37000.00", "refunds": "5000.00"},
            "rows": [
                {
                    "channel": "coordinator",
                    "net": "7000.00",
                    "gross": "7000.00",
                    "refunds": "0.00",
                    "value": {"net": "7000.00", "gross": "7000.00", "refunds": "0.00"},
                    "n": 1,
                },
                {
                    "channel": "platform",
                    "net": "25000.00",
                    "gross": "30000.00",
                    "refunds": "5000.00",
                    "value": {"net": "25000.00", "gross": "30000.00", "refunds": "5000.00"},
                    "n": 1,
                },
            ],
        },
    ),
)

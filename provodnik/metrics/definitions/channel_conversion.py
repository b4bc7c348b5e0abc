"""Channel conversion: which channel's offers are clicked, ordered and paid."""

from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.definition import (
    Definition,
    Direction,
    Example,
    Raw,
    Unit,
    grouped,
    number,
)
from provodnik.metrics.figures import Count, Share, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import ORDER, orders, payments, refunds, with_refunds
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import Table

STEPS = ("made", "clicked", "ordered", "paid")


def steps(t: Tables) -> "Table":
    """Every step that happened in the period, each at its own moment, in its channel.

    Made: offers. Clicked: clicks of people; those of scanners and previews are
    marked as machine's and left out. Ordered: orders placed, paid or not. Paid: paid
    orders, at their first payment, without those given back whole. An order that was
    paid stands in the channel its first payment is credited to, both as ordered and
    as paid, so that a funnel compares the same orders; an unpaid one in the channel
    it was placed through. What names no channel makes a row of its own.

    Shape:   one row a step: id, client_id, channel, step
    Source:  offer_made, offer_clicked (attrs.machine), order_placed, payment_received,
             refund_paid, sale_credited
    """
    offered = t.of(tables.OFFERED)
    # Not every link knows its client, and a click counts all the same.
    clicked = t.entries.filter(t.entries.event == tables.CLICKED)
    clicked = clicked.filter(~clicked.attr_machine.fill_null(False))
    paid_orders = orders(payments(t))
    kept = with_refunds(paid_orders, refunds(t, paid_orders))
    kept = kept.filter(~kept.is_given_back).mutate(id=kept.order_id)
    return ibis.union(
        _step(t, offered, "made"),
        _step(t, clicked, "clicked"),
        _step(t, _ordered(t, paid_orders), "ordered"),
        _step(t, kept, "paid"),
    )


def _ordered(t: Tables, paid_orders: "Table") -> "Table":
    placed = t.of(tables.PLACED)
    joined = placed.left_join(paid_orders, list(ORDER), rname="paid_{name}")
    channel = joined.order_id.notnull().ifelse(joined.paid_channel, joined.channel)
    return joined.select("id", "client_id", "local_at", channel=channel)


def _step(t: Tables, table: "Table", name: str) -> "Table":
    return t.in_period(table).select("id", "client_id", "channel", step=ibis.literal(name))


def build(t: Tables, by: str | None) -> "Table":
    happened = steps(t)
    counts = {step: (happened.step == step).sum() for step in STEPS}
    return grouped(happened, by, **counts)


def row(raw: Raw) -> "Mapping[str, Value]":
    paid = number(raw, "paid")
    return {
        **{step: Count(number(raw, step)) for step in STEPS},
        "paid_of_made": Share(paid, number(raw, "made")),
        "paid_of_clicked": Share(paid, number(raw, "clicked")),
    }


def evidence(t: Tables) -> "Table":
    happened = steps(t)
    return happened.select("id", "client_id", "channel", part=happened.step)


DEFINITION = Definition(
    name="channel_conversion",
    version=1,
    title="Conversion by channel",
    formula="offers made, clicked by people, ordered, paid and not given back whole; paid of made,"
    " paid of clicked",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period in which each step happened",
    source="offer_made, offer_clicked, order_placed, payment_received, balance_spent, refund_paid,"
    " sale_credited",
    dims=("channel",),
    always_by="channel",
    rule=steps,
    build=build,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  offer_made       2026-01-10T10:00 channel=practicum
            anna  offer_clicked    2026-01-10T11:00 channel=practicum
            anna  offer_clicked    2026-01-10T11:01 channel=practicum machine=true
            boris offer_made       2026-01-10T10:00 channel=coordinator
            boris order_placed     2026-01-11T10:00 value=7000 item=1 channel=coordinator
            boris payment_received 2026-01-11T12:00 value=7000 item=1
            vera  order_placed     2026-01-12T10:00 value=7000 item=2
        """,
        answer={
            "value": None,
            "rows": [
                {
                    "channel": "coordinator",
                    "made": 1,
                    "clicked": 0,
                    "ordered": 1,
                    "paid": 1,
                    "paid_of_made": 1.0,
                    "paid_of_clicked": None,
                },
                {
                    "channel": "practicum",
                    "made": 1,
                    "clicked": 1,
                    "ordered": 0,
                    "paid": 0,
                    "paid_of_made": 0.0,
                    "paid_of_clicked": 0.0,
                },
                {
                    "channel": None,
                    "made": 0,
                    "clicked": 0,
                    "ordered": 1,
                    "paid": 0,
                    "paid_of_made": None,
                    "paid_of_clicked": None,
                },
            ],
        },
    ),
)

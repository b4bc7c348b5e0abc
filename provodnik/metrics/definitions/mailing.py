"""Mailings: who read a letter, who bought after it, what it cost and brought."""

from collections.abc import Mapping
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
from provodnik.metrics.figures import Count, Money, Share, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import orders, received
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

SENT, DELIVERED, OPENED, CLICKED, LEFT = (
    "mail_sent",
    "mail_delivered",
    "mail_opened",
    "mail_clicked",
    "mail_unsubscribed",
)
STEPS = {
    SENT: "sent",
    DELIVERED: "delivered",
    OPENED: "opened",
    CLICKED: "clicked",
    LEFT: "unsubscribed",
}
ORDERED, COST = "orders", "cost"
_COUNTED = (*STEPS.values(), ORDERED)


def steps(t: Tables) -> "Table":
    """What happened to each letter of the period, and the orders and costs that are its own.

    A letter belongs to the period by its first entry; what its readers did later counts.
    Opens, clicks and unsubscribes are of people, each once; those of scanners, previews
    and proxies are marked as machine's and left out. Opens stay inflated where a mail program
    loads pictures by itself without a mark. A paid order is of the letter its client clicked
    last before it, and only the first order after a click; its money is what was paid for
    it, gross of refunds. Costs are those recorded under the letter's name.

    Shape:   one row an entry: id, client_id, letter, part, value (kopecks of orders and costs)
    Source:  mail_sent, mail_delivered, mail_opened, mail_clicked (attrs.machine),
             mail_unsubscribed; payment_received, balance_spent; cost_recorded (item)
    """
    entries = t.entries.filter(t.entries.event.isin(list(STEPS)))
    entries = entries.filter(~entries.attr_machine.fill_null(False))
    mails = entries.select(
        "id",
        "client_id",
        "local_at",
        "happened_at",
        letter=entries["item"],
        part=entries.event.substitute(STEPS),
        value=ibis.literal(0, "int64"),
    )
    begun = mails.group_by("letter").agg(local_at=mails.local_at.min())
    chosen = t.in_period(begun).select("letter")
    columns = ("id", "client_id", "letter", "part", "value")
    costs = t.entries.filter(t.entries.event == tables.COST, t.entries["item"].notnull())
    told = mails.select(*columns).union(
        _orders(t, mails).select(*columns),
        costs.select(
            "id",
            "client_id",
            letter=costs["item"],
            part=ibis.literal(COST),
            value=costs.value.fill_null(0),
        ),
    )
    return told.semi_join(chosen, "letter")


def _orders(t: Tables, mails: "Table") -> "Table":
    """The first paid order after each click, under the letter clicked last before it."""
    clicks = mails.filter(mails.part == STEPS[CLICKED], mails.client_id.notnull())
    zero = ibis.literal(0, "int64")
    clicks = clicks.select("id", "client_id", "happened_at", "letter", is_order=zero, value=zero)
    bought = orders(received(t))
    bought = bought.select(
        "client_id",
        "happened_at",
        id=bought.order_id,
        letter=ibis.null("string"),
        is_order=ibis.literal(1, "int64"),
        value=bought.gross,
    ).select("id", "client_id", "happened_at", "letter", "is_order", "value")
    way = clicks.union(bought)
    # At one moment a click comes before the order it led to.
    window = ibis.window(group_by="client_id", order_by=["happened_at", "is_order", "id"])
    way = way.mutate(clicked=way.letter.lag().over(window))
    own = way.filter(way.is_order == 1, way.clicked.notnull())
    return own.select(
        "id", "client_id", letter="clicked", part=ibis.literal(ORDERED), value="value"
    )


def build(t: Tables, by: str | None) -> "Table":
    told = steps(t)
    # What names no person is one each: a source may tell opens without telling whose.
    who = told.client_id.cast("string").coalesce("#" + told.id.cast("string"))
    told = told.mutate(item=told.letter, who=told.letter + " " + who)
    counts = {part: told.who.nunique(where=told.part == part) for part in STEPS.values()}
    return grouped(
        told,
        by,
        **counts,
        orders=(told.part == ORDERED).sum(),
        revenue=told.value.sum(where=told.part == ORDERED),
        cost=told.value.sum(where=told.part == COST),
    )


def figures(raw: Raw) -> Mapping[str, Value]:
    delivered = number(raw, "delivered")
    cost, revenue = number(raw, "cost"), number(raw, "revenue")
    return {
        "open_share": Share(number(raw, "opened"), delivered),
        "click_share": Share(number(raw, "clicked"), delivered),
        "conversion": Share(number(raw, "orders"), delivered),
        "unsubscribe_share": Share(number(raw, "unsubscribed"), delivered),
        "cost": Money(cost),
        "revenue": Money(revenue),
        "profit": Money(revenue - cost),
        **{part: Count(number(raw, part)) for part in _COUNTED},
    }


def total(raw: Raw) -> Total:
    return Total(figures(raw))


def row(raw: Raw) -> Mapping[str, Value]:
    told = figures(raw)
    return {"value": told["conversion"], "n": told["delivered"], **told}


def evidence(t: Tables) -> "Table":
    told = steps(t)
    return told.select("id", "client_id", "part", item=told.letter)


DEFINITION = Definition(
    name="mailing",
    version=1,
    title="Mailings",
    formula="people who opened, clicked, left and paid orders after a click, each of letters"
    " delivered; costs of the letter and money of its orders",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period of a letter's first entry; what its readers did later counts",
    source="mail_sent, mail_delivered, mail_opened, mail_clicked, mail_unsubscribed,"
    " payment_received, balance_spent, cost_recorded",
    dims=("item",),
    always_by="item",
    rule=steps,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  mail_delivered    2026-01-10T10:00 item=spring
            boris mail_delivered    2026-01-10T10:00 item=spring
            anna  mail_opened       2026-01-10T11:00 item=spring
            anna  mail_opened       2026-01-10T12:00 item=spring
            boris mail_opened       2026-01-10T10:01 item=spring machine=true
            anna  mail_clicked      2026-01-10T12:01 item=spring
            anna  payment_received  2026-01-11T10:00 value=5000 item=1
            anna  payment_received  2026-01-12T10:00 value=700  item=2
            boris mail_unsubscribed 2026-01-13T10:00 item=spring
            -     cost_recorded     2026-01-10T10:00 item=spring value=1000
        """,
        answer={
            "value": {
                "open_share": 0.5,
                "click_share": 0.5,
                "conversion": 0.5,
                "unsubscribe_share": 0.5,
                "cost": "1000.00",
                "revenue": "5000.00",
                "profit": "4000.00",
                "sent": 0,
                "delivered": 2,
                "opened": 1,
                "clicked": 1,
                "unsubscribed": 1,
                "orders": 1,
            },
        },
    ),
)

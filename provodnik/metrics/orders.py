"""Orders as the journal tells them. Every metric of money is built from these relations.

An order is one key of one client; a payment that names no order is an order of its
own. A paid order has a payment, whatever became of it later: its moment is that of
its first payment, which also fixes its place among the client's orders. An order paid
from the client's balance is one too, but brings no money: that was counted when it
came. So is an order for nothing, where the source recorded its payment.
Equal moments are told apart by the key, shorter keys first, so that numbers go as
numbers and the answer does not hang on the order of import.
"""

from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

ORDER = ("client_id", "order_key")


def payments(t: Tables) -> "Table":
    """Money received, each payment with the channel, person and product it is owed to.

    Those are of its `sale_credited` entry where there is one, even if it credits
    nobody; else of the payment, else of the order as placed. The product is the
    first of the three that is known.

    Shape:   one row a payment: id, event, client_id, order_key, happened_at, local_at,
             value (kopecks), channel, staff_id, product_id
    """
    paid = received(t)
    credited = t.of(tables.CREDITED)
    # Below zero a refund takes a credit back; it does not say whose the payment was.
    credit = _latest(credited.filter(credited.value >= 0), *ORDER, "reference")
    placed = _latest(t.of(tables.PLACED), *ORDER)
    joined = paid.left_join(credit, [*ORDER, "reference"], rname="credit_{name}").left_join(
        placed, list(ORDER), rname="placed_{name}"
    )
    is_credited = joined.credit_id.notnull()
    return joined.select(
        "id",
        "event",
        "client_id",
        "order_key",
        "happened_at",
        "local_at",
        "value",
        channel=is_credited.ifelse(
            joined.credit_channel, joined.channel.coalesce(joined.placed_channel)
        ),
        staff_id=is_credited.ifelse(
            joined.credit_staff_id, joined.staff_id.coalesce(joined.placed_staff_id)
        ),
        product_id=joined.credit_product_id.coalesce(joined.product_id, joined.placed_product_id),
    )


def received(t: Tables) -> "Table":
    """Payments as recorded, with the money each brought: nothing if from the balance."""
    paid = t.of(*tables.PAYING)
    money = (paid.event == tables.PAID).ifelse(paid.value.fill_null(0), 0)
    return paid.mutate(value=money)


def orders(paid: "Table") -> "Table":
    """Paid orders made of `paid`: `payments(t)`, or `received(t)` where labels do not matter.

    Shape:   one row an order: order_id (its first payment's entry), client_id, order_key,
             happened_at, local_at, gross (kopecks), position (0 = the client's first), channel,
             staff_id, product_id (of the first payment)
    """
    whole = ibis.window(group_by=list(ORDER))
    in_time = ibis.window(group_by=list(ORDER), order_by=["happened_at", "id"])
    ranked = paid.mutate(gross=paid.value.sum().over(whole), nth=ibis.row_number().over(in_time))
    firsts = ranked.filter(ranked.nth == 0)
    place = ibis.window(
        group_by="client_id",
        order_by=[firsts.happened_at, firsts.order_key.length(), firsts.order_key],
    )
    return firsts.select(
        "client_id",
        "order_key",
        "happened_at",
        "local_at",
        "gross",
        "channel",
        "staff_id",
        "product_id",
        order_id=firsts.id,
        position=ibis.row_number().over(place),
    )


def refunds(t: Tables, paid_orders: "Table") -> "Table":
    """Money given back, each refund with the order it belongs to.

    That is the paid order it names, else the client's latest paid order at that
    time; a refund before any paid order belongs to none.

    Shape:   one row a refund: id, client_id, happened_at, local_at, value (kopecks), and of the
             order (or null): order_id, order_key, position, channel, staff_id, product_id
    """
    given = t.of(tables.REFUNDED)
    given = given.filter(given.value > 0).select(
        "id", "client_id", "happened_at", "local_at", "value", named=given.item
    )
    of_order = paid_orders.select(
        "client_id",
        "order_id",
        "order_key",
        "position",
        "channel",
        "staff_id",
        "product_id",
        order_at=paid_orders.happened_at,
    )
    fits = (of_order.order_key == given.named) | (of_order.order_at <= given.happened_at)
    joined = given.left_join(of_order, [given.client_id == of_order.client_id, fits])
    is_named = (joined.order_key == joined.named).fill_null(False)
    best = ibis.window(group_by="id", order_by=[is_named.desc(), joined.position.desc()])
    ranked = joined.mutate(nth=ibis.row_number().over(best))
    return ranked.filter(ranked.nth == 0).drop("nth", "named", "order_at", "client_id_right")


def with_refunds(paid_orders: "Table", given: "Table") -> "Table":
    """Paid orders with what was given back of each: refunded (kopecks), is_given_back whole."""
    of_order = given.filter(given.order_id.notnull())
    sums = of_order.group_by("order_id").agg(refunded=of_order.value.sum())
    joined = paid_orders.left_join(sums, "order_id").drop("order_id_right")
    joined = joined.mutate(refunded=joined.refunded.fill_null(0))
    is_given_back = (joined.refunded > 0) & (joined.refunded >= joined.gross)
    return joined.mutate(is_given_back=is_given_back)


def _latest(entries: "Table", *key: str) -> "Table":
    """The newest entry of each key: a corrected one is followed by its correction."""
    newest = ibis.window(group_by=list(key), order_by=entries.id.desc())
    ranked = entries.mutate(nth=ibis.row_number().over(newest))
    return ranked.filter(ranked.nth == 0).select(*key, "id", "channel", "staff_id", "product_id")

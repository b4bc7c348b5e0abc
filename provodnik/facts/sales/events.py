"""Kinds of journal entries about money and offers.

`item` of an order, payment or refund is the order's key, so that parts of one
order are counted as one order.
"""

from provodnik.kernel.events import Unit, kind

KINDS = (
    kind(
        "order_placed",
        "an order was made; its cost",
        Unit.KOPECKS,
        needs="client_id",
        attrs="launch",
    ),
    kind(
        "payment_received",
        "money came for an order",
        Unit.KOPECKS,
        needs="client_id value",
        attrs="launch synthetic",
    ),
    kind(
        "refund_paid",
        "money went back; a positive sum",
        Unit.KOPECKS,
        needs="client_id value",
        attrs="reason",
    ),
    kind(
        "balance_spent",
        "an order was paid with money counted before; no new money",
        Unit.KOPECKS,
        needs="client_id item value",
    ),
    kind(
        "sale_credited",
        "the part of a payment credited to channel and person by a written rule;"
        " below zero where a refund took it back",
        Unit.KOPECKS,
        needs="client_id item value",
        attrs="rule touch link",
    ),
    kind(
        "offer_made",
        "a product was proposed to a client",
        Unit.KOPECKS,
        needs="client_id",
        attrs="offer launch step parent passed",
    ),
    kind(
        "offer_clicked",
        "a tracked link of an offer was opened; `attrs.machine` marks robots",
        needs="",
        attrs="link machine sign launch offer",
    ),
    kind("offer_accepted", "a client agreed", needs="client_id", attrs="offer launch"),
    kind(
        "offer_declined",
        "a client refused; `attrs.objection` says why",
        needs="client_id",
        attrs="offer objection launch",
    ),
    kind(
        "offer_expired",
        "nobody answered an offer in time",
        needs="client_id",
        attrs="offer launch",
    ),
    kind("link_made", "a tracked link was made", attrs="link offer launch"),
    kind("link_disabled", "a tracked link leads nowhere any more", attrs="link offer launch"),
    kind("launch_opened", "a launch began to be counted, `item` is its name", needs="item"),
    kind("launch_ended", "the last day of a launch became known", needs="item"),
    kind(
        "cost_recorded",
        "money spent; `attrs.kind` is direct or overhead",
        Unit.KOPECKS,
        needs="value",
        attrs="kind",
    ),
)

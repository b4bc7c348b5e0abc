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
    kind(
        "subscription_paid",
        "a term of a subscription was paid for: the first starts it, later ones renew it",
        Unit.KOPECKS,
        needs="client_id product_id item value",
        attrs="days",
    ),
    kind("launch_opened", "a launch began to be counted, `item` is its name", needs="item"),
    kind("launch_ended", "the last day of a launch became known", needs="item"),
    kind("launch_changed", "a launch was corrected, `item` is its name", needs="item"),
    kind("launch_cancelled", "a launch was called off, `item` is its name", needs="item"),
    kind(
        "launch_analysed",
        "what a launch taught was written down; `attrs.next` is the launch that tries it",
        needs="item",
        attrs="launch step next",
    ),
    kind(
        "launch_joined",
        "a client joined a launch, `item`: a chat, a list of guests",
        needs="client_id item",
        attrs="launch",
    ),
    kind(
        "launch_tasks_done",
        "how many tasks of a launch, `item`, a client has done by now",
        Unit.COUNT,
        needs="client_id item value",
        attrs="launch",
    ),
    kind(
        "launch_left",
        "a client was taken off a launch, `item`",
        needs="client_id item",
        attrs="launch",
    ),
    kind(
        "interest_told",
        "in a questionnaire, `item`, a client named a product of interest",
        needs="client_id product_id item",
        attrs="launch text",
    ),
    kind(
        "sales_plan_set",
        "the plan of repeat sales of a month, `item`; none when dropped",
        Unit.KOPECKS,
        needs="item",
    ),
    kind("pack_sent", "pains, words and cases went to marketing", needs="item", attrs="pack"),
    kind("pack_received", "marketing confirmed a pack", needs="item", attrs="pack"),
    kind(
        "pack_used",
        "marketing made content of a pain or of students' words",
        needs="item",
        attrs="pack text",
    ),
    kind(
        "request_asked",
        "a department asked another, `item` is the topic",
        needs="item",
        attrs="request from to",
    ),
    kind("request_answered", "a department answered", needs="item", attrs="request"),
    kind("handoff_told", "sales handed over promises and context", needs="client_id"),
    kind("handoff_seen", "product has read what sales promised", needs="client_id"),
    kind("lead_handed", "a warm lead was handed over to sales", needs="client_id", attrs="launch"),
    kind("lead_taken", "sales took a warm lead", needs="client_id", attrs="launch"),
    kind(
        "promotion_opened",
        "a game promotion got its days and criterion, `item` is its name",
        needs="item",
        attrs="criterion target",
    ),
    kind(
        "promotion_ended",
        "a game promotion ended; its result stands beside the criterion",
        needs="item",
        attrs="criterion target result",
    ),
    kind(
        "cost_recorded",
        "money spent; `attrs.kind` is direct or overhead",
        Unit.KOPECKS,
        needs="value",
        attrs="kind",
    ),
)

"""From orders and payments to money and journal: what was received, when, and what went back.

A payment with `accepted_at` brought money; with `returned_at` the money went back. Spending
the balance pays an order with money counted before. An order that calls itself paid and has
no payment that moved money counts as one payment of its own, until payments come.
"""

from typing import LiteralString

from django.db import connection

from provodnik.facts.people import ledger
from provodnik.facts.sales.intake.types import Delivery
from provodnik.facts.sales.services.costs import record_unit_costs
from provodnik.kernel import journal


def book(delivery: Delivery) -> None:
    """Settle the orders of `booked_order` and write the journal for them and `booked_payment`.

    Both temporary tables say with `is_fresh` that nothing can be written about a row yet:
    such a row is appended; for the others the ledger finds out what has changed.
    """
    params = {
        **delivery.params,
        "refund": journal.event_id("refund_paid"),
        "voided": journal.event_id("entry_voided"),
        "own_source": journal.source_id(delivery.source),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, params)
        cursor.execute(_WHICH)
        fresh, known = cursor.fetchone()
    if fresh:
        _append(delivery)
    if known:
        _correct(delivery)
    _book_costs()


def _append(delivery: Delivery) -> None:
    columns = ("external_id", *_CONTENT, "actor")
    for event, entries in _ENTRIES:
        query = _FRESH.replace("{entries}", entries.replace("{fresh}", "true"))
        params = [delivery.actor]
        journal.append_from(
            event, source=delivery.source, columns=columns, query=query, params=params
        )


def _correct(delivery: Delivery) -> None:
    ledger.open_ledger()
    with connection.cursor() as cursor:
        for event, entries in _ENTRIES:
            query = _KNOWN.replace("{entries}", entries.replace("{fresh}", "false"))
            cursor.execute(query, [event])
    ledger.settle(source=delivery.source, actor=delivery.actor, now=delivery.now)


def _book_costs() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_PAID_ORDERS)
        paid = [row[0] for row in cursor.fetchall()]
    if paid:
        record_unit_costs(paid)


# Refunds recorded by hand live in the journal alone; the export's own are counted from payments.
_SETTLE = """
UPDATE sales_order AS o SET paid_kopecks = w.paid, refunded_kopecks = w.refunded,
  first_paid_at = CASE WHEN w.paid > 0 THEN w.first_paid_at END
FROM (
  SELECT o.id, own.moved,
    CASE WHEN own.moved > 0 THEN own.paid
         WHEN o.status = 'payed' THEN coalesce(o.stated_paid_kopecks, o.cost_kopecks)
         ELSE 0 END AS paid,
    CASE WHEN own.moved > 0 THEN own.first_paid_at
         ELSE coalesce(o.stated_paid_at, o.created_at) END AS first_paid_at,
    coalesce(own.refunded, 0) + CASE WHEN o.refunded_kopecks = 0 THEN 0 ELSE coalesce((
      SELECT sum(j.value) FROM kernel_journalentry AS j
      WHERE j.client_id = o.client_id AND j.event_id = %(refund)s AND j.item = o.external_id
        AND j.source_id <> %(own_source)s
        AND NOT EXISTS (SELECT FROM kernel_journalentry AS v
                        WHERE v.event_id = %(voided)s AND v.external_id = 'entry:' || j.id)
    ), 0) END AS refunded
  FROM booked_order AS b JOIN sales_order AS o ON o.id = b.order_id
  CROSS JOIN LATERAL (
    SELECT count(*) AS moved, coalesce(sum(p.amount_kopecks), 0) AS paid,
      coalesce(sum(p.amount_kopecks) FILTER (WHERE p.returned_at IS NOT NULL), 0) AS refunded,
      min(coalesce(p.accepted_at, p.created_at)) AS first_paid_at
    FROM sales_payment AS p
    WHERE p.order_id = o.id AND p.amount_kopecks > 0
      AND (p.accepted_at IS NOT NULL OR p.status = 'frombalance')
  ) AS own
  WHERE NOT b.is_fresh
) AS w
WHERE o.id = w.id AND (o.paid_kopecks, o.refunded_kopecks, o.first_paid_at)
  IS DISTINCT FROM (w.paid, w.refunded, CASE WHEN w.paid > 0 THEN w.first_paid_at END)
"""

_WHICH = """
SELECT bool_or(is_fresh), bool_or(NOT is_fresh)
FROM (SELECT is_fresh FROM booked_order UNION ALL SELECT is_fresh FROM booked_payment) AS booked
"""

_CONTENT = (
    "happened_at",
    "client_id",
    "staff_id",
    "product_id",
    "item",
    "channel",
    "value",
    "attrs",
)

_FRESH: LiteralString = """
SELECT key, happened_at, client_id, staff_id, product_id, item, channel, value, attrs, %s
FROM ({entries}) AS entry(key, happened_at, client_id, staff_id, product_id, item, channel, value,
                          attrs, present)
WHERE present
"""

_KNOWN: LiteralString = """
INSERT INTO wanted (event, key, happened_at, client_id, staff_id, product_id, item, channel, value,
                    attrs, present)
SELECT %s, entry.* FROM ({entries}) AS entry
"""

_PLACED: LiteralString = """
  SELECT o.external_id, o.created_at, o.client_id, o.manager_id, o.product_id, o.external_id,
    o.channel, o.cost_kopecks, '{}'::jsonb, true
  FROM booked_order AS b JOIN sales_order AS o ON o.id = b.order_id
  WHERE b.is_fresh = {fresh}
"""

# The order's own word about its money, while no payment moved any. No payment has such a key.
_OWN_PAYMENT: LiteralString = """
  SELECT 'order:' || o.external_id, o.first_paid_at, o.client_id, o.manager_id, o.product_id,
    o.external_id, o.channel, o.paid_kopecks, '{"synthetic": true}'::jsonb,
    o.status = 'payed' AND o.paid_kopecks > 0 AND NOT EXISTS (
      SELECT FROM sales_payment AS p
      WHERE p.order_id = o.id AND p.amount_kopecks > 0
        AND (p.accepted_at IS NOT NULL OR p.status = 'frombalance')
    )
  FROM booked_order AS b JOIN sales_order AS o ON o.id = b.order_id
  WHERE b.is_fresh = {fresh}
"""

_MOVED: LiteralString = """
  SELECT p.external_id, {at}, coalesce(o.client_id, p.client_id), o.manager_id, o.product_id,
    coalesce(o.external_id, nullif(p.order_number, '')), o.channel, p.amount_kopecks,
    '{}'::jsonb,
    {moved} AND p.amount_kopecks > 0 AND coalesce(o.client_id, p.client_id) IS NOT NULL
  FROM booked_payment AS b JOIN sales_payment AS p ON p.id = b.payment_id
  LEFT JOIN sales_order AS o ON o.id = p.order_id
  WHERE b.is_fresh = {fresh}
"""

_ENTRIES: tuple[tuple[str, LiteralString], ...] = (
    ("order_placed", _PLACED),
    ("payment_received", _OWN_PAYMENT),
    (
        "payment_received",
        _MOVED.replace("{at}", "p.accepted_at").replace("{moved}", "p.accepted_at IS NOT NULL"),
    ),
    (
        "refund_paid",
        _MOVED.replace("{at}", "p.returned_at").replace("{moved}", "p.returned_at IS NOT NULL"),
    ),
    (
        "balance_spent",
        _MOVED.replace("{at}", "p.created_at").replace(
            "{moved}", "p.status = 'frombalance' AND p.order_number <> ''"
        ),
    ),
)

_PAID_ORDERS = """
SELECT b.order_id FROM booked_order AS b JOIN sales_order AS o ON o.id = b.order_id
JOIN catalog_product AS p ON p.id = o.product_id
WHERE o.first_paid_at IS NOT NULL AND p.cost_kopecks > 0
"""

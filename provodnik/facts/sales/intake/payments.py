"""Payments of an export."""

from django.db import connection

from provodnik.facts.people.intake import name_clients
from provodnik.facts.sales.intake.booking import book
from provodnik.facts.sales.intake.types import Delivery, Taken
from provodnik.kernel.imports.types import Tally


def take_payments(delivery: Delivery) -> Taken:
    """Bring payments up to the rows of `stage`; of several rows of one payment the last rules.

    Reads line, external_id, order_ref, status, amount, fee, created_at, method, title, custom and
    what `people.intake` needs. A payment belongs to the client of its order; a stranger is
    added only while the order is unknown. The export has no date of a return: it is the
    payment's own, unless an earlier import knew the money as received, then the moment of
    this import.

    Queries: about 20, whatever the number of rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIND_ORDERS, delivery.params)
        name_clients(now=delivery.now, among="orphan")
        for statement in (_INCOMING, _UPSERT, _AFFECTED):
            cursor.execute(statement, delivery.params)
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE is_new) FROM landed")
        landed, created = cursor.fetchone()
        cursor.execute("SELECT status, count(*) FROM stage GROUP BY status")
        statuses = dict(cursor.fetchall())
    book(delivery)
    rows = sum(statuses.values())
    tally = Tally(created=created, updated=landed - created, unchanged=rows - landed)
    return Taken(tally, statuses)


_FIND_ORDERS = """
DROP TABLE IF EXISTS stage_order, orphan, incoming, landed, booked_order, booked_payment;
CREATE TEMP TABLE stage_order ON COMMIT DROP AS
SELECT stage.line, o.id AS order_id, o.client_id
FROM stage CROSS JOIN LATERAL (
  SELECT id, client_id FROM sales_order AS named
  WHERE named.source = %(source)s
    AND (named.number = stage.order_ref OR named.external_id = stage.order_ref)
  ORDER BY (named.number = stage.order_ref) DESC, named.external_id LIMIT 1
) AS o
WHERE stage.order_ref IS NOT NULL;
CREATE TEMP TABLE orphan ON COMMIT DROP AS
SELECT * FROM stage WHERE line NOT IN (SELECT line FROM stage_order);
CREATE TEMP TABLE landed (
  payment_id bigint PRIMARY KEY, is_new boolean NOT NULL, was_order_id bigint
) ON COMMIT DROP
"""

# Money that was received and now lies on the balance was counted already and stays counted.
_INCOMING = """
CREATE TEMP TABLE incoming ON COMMIT DROP AS
SELECT s.*, stage_order.order_id, p.order_id AS was_order_id,
  coalesce(stage_order.client_id, stage_client.client_id) AS client_id,
  CASE WHEN s.status IN ('accepted', 'returned') THEN s.created_at
       WHEN s.status IN ('returned_to_balance', 'tobalance') THEN p.accepted_at END AS accepted_at,
  CASE WHEN s.status <> 'returned' THEN NULL
       WHEN p.status = 'returned' THEN p.returned_at
       WHEN p.accepted_at IS NOT NULL THEN %(now)s
       ELSE s.created_at END AS returned_at
FROM (SELECT max(line) AS line FROM stage GROUP BY external_id) AS last
JOIN stage AS s ON s.line = last.line
LEFT JOIN stage_order ON stage_order.line = s.line
LEFT JOIN stage_client ON stage_client.line = s.line
LEFT JOIN LATERAL (
  SELECT * FROM sales_payment
  WHERE sales_payment.source = %(source)s AND sales_payment.external_id = s.external_id LIMIT 1
) AS p ON true
"""

_UPSERT = """
WITH upserted AS (
  INSERT INTO sales_payment AS p (
    school_id, source, external_id, order_id, order_number, client_id, status, amount_kopecks,
    fee_kopecks, created_at, accepted_at, returned_at, method, title, custom, imported_run,
    imported_line)
  SELECT current_setting('app.school')::bigint, %(source)s, external_id, order_id,
    coalesce(order_ref, ''), client_id, status, amount, coalesce(fee, 0), created_at, accepted_at,
    returned_at, left(coalesce(method, ''), 100), left(coalesce(title, ''), 500),
    coalesce(custom, '{}'), %(run)s, line
  FROM incoming
  ON CONFLICT (school_id, source, external_id) DO UPDATE SET
    order_id = EXCLUDED.order_id,
    order_number = EXCLUDED.order_number,
    client_id = coalesce(EXCLUDED.client_id, p.client_id),
    status = EXCLUDED.status,
    amount_kopecks = EXCLUDED.amount_kopecks,
    fee_kopecks = EXCLUDED.fee_kopecks,
    created_at = EXCLUDED.created_at,
    accepted_at = EXCLUDED.accepted_at,
    returned_at = EXCLUDED.returned_at,
    method = EXCLUDED.method,
    title = EXCLUDED.title,
    custom = p.custom || EXCLUDED.custom,
    imported_run = EXCLUDED.imported_run,
    imported_line = EXCLUDED.imported_line
  WHERE NOT (coalesce(p.imported_run = ANY(%(runs)s), false)
             AND p.imported_line > EXCLUDED.imported_line)
    AND (p.order_id, p.order_number, p.client_id, p.status, p.amount_kopecks, p.fee_kopecks,
         p.created_at, p.accepted_at, p.returned_at, p.method, p.title, p.custom)
      IS DISTINCT FROM (
         EXCLUDED.order_id, EXCLUDED.order_number, coalesce(EXCLUDED.client_id, p.client_id),
         EXCLUDED.status, EXCLUDED.amount_kopecks, EXCLUDED.fee_kopecks, EXCLUDED.created_at,
         EXCLUDED.accepted_at, EXCLUDED.returned_at, EXCLUDED.method, EXCLUDED.title,
         p.custom || EXCLUDED.custom)
  RETURNING p.id, p.external_id, p.xmax = 0 AS is_new
)
INSERT INTO landed
SELECT upserted.id, upserted.is_new, incoming.was_order_id
FROM upserted JOIN incoming ON incoming.external_id = upserted.external_id
"""

_AFFECTED = """
CREATE TEMP TABLE booked_order ON COMMIT DROP AS
SELECT DISTINCT order_id, false AS is_fresh
FROM (
  SELECT p.order_id FROM landed JOIN sales_payment AS p ON p.id = landed.payment_id
  UNION SELECT was_order_id FROM landed
) AS affected WHERE order_id IS NOT NULL;
CREATE TEMP TABLE booked_payment ON COMMIT DROP AS
SELECT payment_id, is_new AS is_fresh FROM landed
"""

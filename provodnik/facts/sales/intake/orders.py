"""Orders of an export."""

from django.db import connection

from provodnik.facts.sales.intake.booking import book
from provodnik.facts.sales.intake.types import Delivery, Taken
from provodnik.kernel.imports.types import Tally


def take_orders(delivery: Delivery) -> Taken:
    """Bring orders up to the rows of `stage`; of several rows of one order the last rules.

    Reads line, external_id, number, title, status, cost, stated_paid, created_at, paid_at,
    staff_name, channel, utm, custom, and who and what they mean: `stage_client`,
    `stage_product`, `stage_staff`. An order is named by its id, without one by its number.
    A blank cell takes nothing away. Payments that waited for an order find it.

    Queries: about 15, whatever the number of rows.
    """
    with connection.cursor() as cursor:
        for statement in (_KEYS, _UPSERT, _FIND_PAYMENTS, _AFFECTED):
            cursor.execute(statement, delivery.params)
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE is_new) FROM landed")
        landed, created = cursor.fetchone()
        cursor.execute(_STATUSES)
        statuses = cursor.fetchall()
    book(delivery)
    rows = sum(count for _, count, _ in statuses)
    return Taken(
        Tally(created=created, updated=landed - created, unchanged=rows - landed),
        statuses={status: count for status, count, _ in statuses},
        free=sum(free for _, _, free in statuses),
    )


# One row an order. An order once known by its number alone keeps that name when its id is
# learned; one known by its id is found by its number.
_KEYS = """
DROP TABLE IF EXISTS stage_order, landed, relinked, booked_order, booked_payment;
CREATE TEMP TABLE stage_order ON COMMIT DROP AS
SELECT max(named.line) AS line, named.key
FROM (
  SELECT line, CASE
    WHEN number IS NULL THEN external_id
    WHEN external_id IS NULL THEN coalesce((
      SELECT o.external_id FROM sales_order AS o
      WHERE o.source = %(source)s AND o.number = stage.number ORDER BY o.id LIMIT 1
    ), number)
    ELSE coalesce((
      SELECT o.external_id FROM sales_order AS o
      WHERE o.source = %(source)s AND o.external_id = stage.number AND o.number = o.external_id
    ), external_id)
  END AS key
  FROM stage
) AS named GROUP BY named.key;
CREATE TEMP TABLE landed (order_id bigint PRIMARY KEY, is_new boolean NOT NULL) ON COMMIT DROP
"""

# Payments rule over what an order says of itself, and are looked at after this.
_UPSERT = """
WITH upserted AS (
  INSERT INTO sales_order AS o (
    school_id, source, external_id, number, client_id, product_id, title, status, cost_kopecks,
    paid_kopecks, refunded_kopecks, stated_paid_kopecks, stated_paid_at, created_at,
    first_paid_at, manager_id, channel, utm, custom, imported_run, imported_line)
  SELECT current_setting('app.school')::bigint, %(source)s, stage_order.key,
    coalesce(stage.number, ''), stage_client.client_id, stage_product.product_id,
    left(coalesce(stage.title, ''), 500), stage.status, stage.cost, own.paid, 0,
    stage.stated_paid, stage.paid_at, stage.created_at,
    CASE WHEN own.paid > 0 THEN coalesce(stage.paid_at, stage.created_at) END,
    stage_staff.staff_id, stage.channel, coalesce(stage.utm, '{}'), coalesce(stage.custom, '{}'),
    %(run)s, stage.line
  FROM stage_order
  JOIN stage ON stage.line = stage_order.line
  JOIN stage_client ON stage_client.line = stage.line
  LEFT JOIN stage_product ON stage_product.title = stage.title
  LEFT JOIN stage_staff ON stage_staff.staff_name = stage.staff_name
  CROSS JOIN LATERAL (
    SELECT CASE WHEN status = 'payed' THEN coalesce(stated_paid, cost) ELSE 0 END AS paid
  ) AS own
  ON CONFLICT (school_id, source, external_id) DO UPDATE SET
    number = coalesce(nullif(EXCLUDED.number, ''), o.number),
    client_id = EXCLUDED.client_id,
    product_id = coalesce(EXCLUDED.product_id, o.product_id),
    title = coalesce(nullif(EXCLUDED.title, ''), o.title),
    status = EXCLUDED.status,
    cost_kopecks = EXCLUDED.cost_kopecks,
    stated_paid_kopecks = coalesce(EXCLUDED.stated_paid_kopecks, o.stated_paid_kopecks),
    stated_paid_at = coalesce(EXCLUDED.stated_paid_at, o.stated_paid_at),
    created_at = EXCLUDED.created_at,
    manager_id = coalesce(EXCLUDED.manager_id, o.manager_id),
    channel = coalesce(EXCLUDED.channel, o.channel),
    utm = o.utm || EXCLUDED.utm,
    custom = o.custom || EXCLUDED.custom,
    imported_run = EXCLUDED.imported_run,
    imported_line = EXCLUDED.imported_line
  WHERE NOT (coalesce(o.imported_run = ANY(%(runs)s), false)
             AND o.imported_line > EXCLUDED.imported_line)
    AND (o.number, o.client_id, o.product_id, o.title, o.status, o.cost_kopecks,
         o.stated_paid_kopecks, o.stated_paid_at, o.created_at, o.manager_id, o.channel,
         o.utm, o.custom)
      IS DISTINCT FROM (
         coalesce(nullif(EXCLUDED.number, ''), o.number), EXCLUDED.client_id,
         coalesce(EXCLUDED.product_id, o.product_id),
         coalesce(nullif(EXCLUDED.title, ''), o.title), EXCLUDED.status,
         EXCLUDED.cost_kopecks,
         coalesce(EXCLUDED.stated_paid_kopecks, o.stated_paid_kopecks),
         coalesce(EXCLUDED.stated_paid_at, o.stated_paid_at), EXCLUDED.created_at,
         coalesce(EXCLUDED.manager_id, o.manager_id), coalesce(EXCLUDED.channel, o.channel),
         o.utm || EXCLUDED.utm, o.custom || EXCLUDED.custom)
  RETURNING o.id, o.xmax = 0 AS is_new
)
INSERT INTO landed SELECT id, is_new FROM upserted
"""

# A payment names its order by number, then by id, whichever of the two came first.
_FIND_PAYMENTS = """
CREATE TEMP TABLE relinked ON COMMIT DROP AS
SELECT p.id AS payment_id, p.order_id AS was_order_id, best.id AS order_id
FROM landed JOIN sales_order AS o ON o.id = landed.order_id
CROSS JOIN LATERAL (
  SELECT * FROM sales_payment
  WHERE sales_payment.order_number IN (o.number, o.external_id)
    AND sales_payment.order_number <> '' AND sales_payment.source = o.source OFFSET 0
) AS p
CROSS JOIN LATERAL (
  SELECT id FROM sales_order AS named
  WHERE named.source = p.source
    AND (named.number = p.order_number OR named.external_id = p.order_number)
  ORDER BY (named.number = p.order_number) DESC, named.external_id LIMIT 1
) AS best
WHERE p.order_id IS DISTINCT FROM best.id AND EXISTS (SELECT FROM sales_payment);
UPDATE sales_payment SET order_id = relinked.order_id
FROM relinked WHERE sales_payment.id = relinked.payment_id
"""

_AFFECTED = """
CREATE TEMP TABLE booked_order ON COMMIT DROP AS
SELECT affected.order_id,
  coalesce(landed.is_new, false) AND NOT EXISTS (
    SELECT FROM sales_payment AS p WHERE p.order_id = affected.order_id
  ) AS is_fresh
FROM (
  SELECT order_id FROM landed
  UNION SELECT order_id FROM relinked
  UNION SELECT was_order_id FROM relinked WHERE was_order_id IS NOT NULL
) AS affected LEFT JOIN landed ON landed.order_id = affected.order_id;
CREATE TEMP TABLE booked_payment ON COMMIT DROP AS
SELECT p.id AS payment_id, false AS is_fresh
FROM sales_payment AS p JOIN booked_order AS b ON b.order_id = p.order_id
WHERE p.source = %(source)s
"""

_STATUSES = """
SELECT status, count(*), count(*) FILTER (WHERE cost = 0) FROM stage GROUP BY status
"""

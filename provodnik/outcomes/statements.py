"""The rule of crediting as set-based SQL. docs/crediting.md says it in words, case by case.

Parameters: orders (ids), window (interval), same_product, deeds, outcomes, now.
"""

# One row an order with everything that might be credited; the strongest rule that
# found something wins. A touch or click after the first payment brought nothing.
CREDIT = """
WITH wanted AS (
  SELECT * FROM sales_order WHERE id = ANY(%(orders)s) AND first_paid_at IS NOT NULL
), considered AS (
  SELECT o.id AS order_id, t.id AS touch_id, t.made_at, t.owner_id, t.made_by_id, t.channel,
         t.link_id, t.kind = ANY(%(deeds)s) AND t.outcome = ANY(%(outcomes)s)
           AND (NOT %(same_product)s OR t.product_id = o.product_id)
           AND t.made_at > o.first_paid_at - %(window)s AS counts,
         CASE WHEN t.made_at <= o.first_paid_at - %(window)s THEN 'too_early'
              WHEN NOT t.kind = ANY(%(deeds)s) THEN 'other_deed'
              WHEN NOT t.outcome = ANY(%(outcomes)s) THEN 'other_outcome'
              WHEN %(same_product)s AND t.product_id IS DISTINCT FROM o.product_id
                THEN 'other_product'
              ELSE 'counts' END AS why
  FROM wanted o JOIN queue_touch t
    ON t.school_id = o.school_id AND t.client_id = o.client_id
   AND t.state = 'made' AND t.made_at <= o.first_paid_at
), clicked AS (
  SELECT o.id AS order_id, l.id AS link_id, l.staff_id, l.channel, c.clicked_at,
         c.clicked_at > o.first_paid_at - %(window)s AND c.machine_sign = '' AS counts,
         CASE WHEN c.machine_sign <> '' THEN 'machine'
              WHEN c.clicked_at <= o.first_paid_at - %(window)s THEN 'too_early'
              ELSE 'counts' END AS why
  FROM wanted o JOIN sales_trackedlink l
    ON l.school_id = o.school_id AND l.client_id = o.client_id AND l.product_id = o.product_id
  JOIN sales_linkclick c
    ON c.school_id = l.school_id AND c.link_id = l.id AND c.clicked_at <= o.first_paid_at
), by_token AS (
  SELECT o.id AS order_id, l.id AS link_id, l.staff_id, l.channel
  FROM wanted o JOIN sales_trackedlink l
    ON l.school_id = o.school_id AND l.token = o.utm ->> 'utm_content'
), by_click AS (
  SELECT DISTINCT ON (order_id) order_id, link_id, staff_id, channel
  FROM clicked WHERE counts ORDER BY order_id, clicked_at DESC, link_id DESC
), by_link AS (
  SELECT * FROM by_token
  UNION ALL
  SELECT * FROM by_click WHERE order_id NOT IN (SELECT order_id FROM by_token)
), touch_of_link AS (
  SELECT DISTINCT ON (l.order_id) l.order_id, t.id AS touch_id, coalesce(t.made_by_id, t.owner_id)
           AS staff_id
  FROM by_link l JOIN queue_touch t
    ON t.school_id = current_setting('app.school')::bigint AND t.link_id = l.link_id
  ORDER BY l.order_id, t.made_at DESC NULLS LAST
), by_touch AS (
  SELECT DISTINCT ON (order_id) order_id, touch_id, coalesce(made_by_id, owner_id) AS staff_id,
         nullif(channel, '') AS channel
  FROM considered WHERE counts ORDER BY order_id, made_at DESC, touch_id DESC
), spans AS (
  SELECT order_id, (array_agg(touch_id ORDER BY made_at, touch_id))[1] AS first_id,
         (array_agg(touch_id ORDER BY made_at DESC, touch_id DESC))[1] AS last_id
  FROM considered GROUP BY order_id
), shown AS (
  SELECT order_id, jsonb_agg(line ORDER BY at) AS lines FROM (
    SELECT order_id, made_at AS at, jsonb_build_object(
      'touch', touch_id, 'at', made_at, 'why', why, 'staff', made_by_id) AS line FROM considered
    UNION ALL
    SELECT order_id, clicked_at, jsonb_build_object(
      'link', link_id, 'at', clicked_at, 'why', why, 'staff', staff_id) FROM clicked
  ) AS seen GROUP BY order_id
)
INSERT INTO outcomes_credit AS known
  (school_id, order_id, client_id, product_id, rule, channel, staff_id, touch_id, link_id,
   first_touch_id, last_touch_id, amount_kopecks, refunded_kopecks, paid_at, credited_at, evidence)
SELECT o.school_id, o.id, o.client_id, o.product_id,
       CASE WHEN l.order_id IS NOT NULL THEN 'tracked_link'
            WHEN t.order_id IS NOT NULL THEN 'last_touch'
            WHEN o.channel IS NOT NULL THEN 'order_channel' ELSE 'none' END,
       CASE WHEN l.order_id IS NOT NULL THEN l.channel
            WHEN t.order_id IS NOT NULL THEN coalesce(t.channel, o.channel) ELSE o.channel END,
       CASE WHEN l.order_id IS NOT NULL THEN coalesce(l.staff_id, lt.staff_id)
            WHEN t.order_id IS NOT NULL THEN t.staff_id
            WHEN o.channel IS NOT NULL THEN o.manager_id END,
       CASE WHEN l.order_id IS NOT NULL THEN lt.touch_id ELSE t.touch_id END,
       l.link_id, s.first_id, s.last_id, o.paid_kopecks, o.refunded_kopecks, o.first_paid_at,
       %(now)s, coalesce(e.lines, '[]')
FROM wanted o
LEFT JOIN by_link l ON l.order_id = o.id
LEFT JOIN touch_of_link lt ON lt.order_id = o.id
LEFT JOIN by_touch t ON t.order_id = o.id
LEFT JOIN spans s ON s.order_id = o.id
LEFT JOIN shown e ON e.order_id = o.id
ON CONFLICT (school_id, order_id) DO UPDATE SET
  client_id = EXCLUDED.client_id, product_id = EXCLUDED.product_id, rule = EXCLUDED.rule,
  channel = EXCLUDED.channel, staff_id = EXCLUDED.staff_id, touch_id = EXCLUDED.touch_id,
  link_id = EXCLUDED.link_id, first_touch_id = EXCLUDED.first_touch_id,
  last_touch_id = EXCLUDED.last_touch_id, amount_kopecks = EXCLUDED.amount_kopecks,
  refunded_kopecks = EXCLUDED.refunded_kopecks, paid_at = EXCLUDED.paid_at,
  credited_at = EXCLUDED.credited_at, evidence = EXCLUDED.evidence
WHERE (known.client_id, known.product_id, known.rule, known.channel, known.staff_id,
       known.touch_id, known.link_id, known.amount_kopecks, known.refunded_kopecks,
       known.paid_at, known.evidence)
  IS DISTINCT FROM
      (EXCLUDED.client_id, EXCLUDED.product_id, EXCLUDED.rule, EXCLUDED.channel,
       EXCLUDED.staff_id, EXCLUDED.touch_id, EXCLUDED.link_id, EXCLUDED.amount_kopecks,
       EXCLUDED.refunded_kopecks, EXCLUDED.paid_at, EXCLUDED.evidence)
"""

# An order whose money turned out never to have come keeps no credit.
UNCREDIT = """
DELETE FROM outcomes_credit c USING sales_order o
WHERE o.school_id = c.school_id AND o.id = c.order_id AND o.id = ANY(%(orders)s)
  AND o.first_paid_at IS NULL
"""

# What the journal should say of every living payment of these orders, and what it says.
COMPARE = """
CREATE TEMP TABLE credit_entry ON COMMIT DROP AS
WITH hands AS (
  SELECT o.id AS order_id, o.external_id AS item, o.source, client.id AS client_id
  FROM sales_order o CROSS JOIN LATERAL (
    SELECT o.client_id AS id
    UNION SELECT client_id FROM people_clientalias WHERE survivor_id = o.client_id
  ) AS client
  WHERE o.id = ANY(%(orders)s)
), living AS (
  SELECT e.*, h.order_id FROM hands h
  JOIN kernel_journalentry e
    ON e.school_id = current_setting('app.school')::bigint AND e.client_id = h.client_id
   AND e.item = h.item AND e.event_id = ANY(%(kinds)s)
  WHERE NOT EXISTS (
    SELECT FROM kernel_journalentry v
    WHERE v.school_id = e.school_id AND v.client_id = e.client_id AND v.event_id = %(voided)s
      AND v.value = e.id)
), paid AS (
  SELECT p.*, regexp_replace(p.external_id, '#[0-9]+$', '') AS reference
  FROM living p JOIN hands h ON h.order_id = p.order_id AND h.client_id = p.client_id
  JOIN kernel_sourcename s ON s.id = p.source_id AND s.name = h.source
  WHERE p.event_id = %(payment)s
), said AS (
  SELECT c.*, regexp_replace(c.external_id, '#[0-9]+$', '') AS reference
  FROM living c WHERE c.event_id = %(credited)s
)
SELECT p.id AS payment_entry_id, p.happened_at, p.client_id, p.value, p.item, p.reference,
       k.channel, k.staff_id, k.product_id, k.rule, k.touch_id, k.link_id, said.id AS said_id,
       p.id IS NOT NULL AND k.id IS NOT NULL AND (
         said.id IS NULL OR (said.value, said.channel, said.staff_id, said.product_id,
           said.happened_at, said.attrs ->> 'rule', (said.attrs ->> 'touch')::bigint,
           (said.attrs ->> 'link')::bigint)
         IS DISTINCT FROM (p.value, k.channel, k.staff_id, k.product_id, p.happened_at, k.rule,
           k.touch_id, k.link_id)) AS is_wanted
FROM paid p LEFT JOIN outcomes_credit k ON k.order_id = p.order_id
FULL JOIN said ON said.order_id = p.order_id AND said.reference = p.reference
"""

OUTDATED = """
SELECT said_id FROM credit_entry
WHERE said_id IS NOT NULL AND (payment_entry_id IS NULL OR is_wanted)
"""

# A corrected credit is a new entry: its external id counts the earlier ones.
WANTED = """
SELECT w.happened_at, w.client_id, w.staff_id, w.product_id, w.item, w.channel, w.value,
       w.reference || CASE WHEN n.earlier = 0 THEN '' ELSE '#' || n.earlier + 1 END,
       'rule:' || w.rule, jsonb_strip_nulls(jsonb_build_object(
         'rule', w.rule, 'touch', w.touch_id, 'link', w.link_id))
FROM credit_entry w CROSS JOIN LATERAL (
  SELECT count(*) AS earlier FROM kernel_journalentry e
  WHERE e.school_id = current_setting('app.school')::bigint AND e.client_id = w.client_id
    AND e.item = w.item AND regexp_replace(e.external_id, '#[0-9]+$', '') = w.reference
    AND e.event_id = (SELECT id FROM kernel_eventname WHERE name = 'sale_credited')
) AS n
WHERE w.is_wanted
"""

# The entries first: from orders to entries the database would read the journal once an order.
ORDERS_OF_ENTRIES = """
WITH named AS MATERIALIZED (
  SELECT DISTINCT e.school_id, s.name AS source, e.item
  FROM kernel_journalentry e JOIN kernel_sourcename s ON s.id = e.source_id
  WHERE e.id = ANY(%s)
)
SELECT DISTINCT o.id FROM named n
JOIN sales_order o
  ON o.school_id = n.school_id AND o.source = n.source AND o.external_id = n.item
"""

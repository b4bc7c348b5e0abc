"""What data says about repeat sales."""

from provodnik.reports.audit.probes.types import Probe

_REPEAT_SALES = """
WITH money AS (
  SELECT s.event, s.value, s.client_id, s.order_key, o.place
  FROM audit_seen s JOIN audit_order o ON o.client_id = s.client_id AND o.order_key = s.order_key
  WHERE s.event IN ('payment_received', 'refund_paid') AND s.at >= %(waited)s
), summed AS (
  SELECT coalesce(sum(value) FILTER (WHERE event = 'payment_received'), 0)
           - coalesce(sum(value) FILTER (WHERE event = 'refund_paid'), 0) AS revenue,
         coalesce(sum(value) FILTER (WHERE event = 'payment_received' AND place > 1), 0)
           - coalesce(sum(value) FILTER (WHERE event = 'refund_paid' AND place > 1), 0) AS again,
         count(DISTINCT (client_id, order_key))
           FILTER (WHERE event = 'payment_received' AND place > 1) AS orders,
         count(DISTINCT client_id) FILTER (WHERE event = 'payment_received') AS people
  FROM money
)
SELECT people > 0 AS known, again <= revenue * %(percent)s / 100 AS bad,
       again::bigint AS repeat_kopecks, revenue::bigint AS revenue_kopecks,
       coalesce(again::float8 / nullif(revenue, 0), 0) AS repeat_share, orders, people,
       %(days)s AS days
FROM summed
"""

_AFTER_PAYMENT = """
WITH buyer AS (
  SELECT client_id, min(first_at) AS at FROM audit_order GROUP BY client_id
  HAVING min(first_at) >= %(year)s AND min(first_at) < %(waited)s
), led AS (
  SELECT DISTINCT client_id FROM audit_seen
  WHERE event IN ('touch_made', 'offer_made', 'coordinator_assigned')
  UNION SELECT id FROM people_client WHERE coordinator_id IS NOT NULL
), counted AS (
  SELECT count(*) AS n, count(*) FILTER (WHERE led.client_id IS NULL) AS count
  FROM buyer LEFT JOIN led USING (client_id)
)
SELECT n > 0 AS known, count > n * %(percent)s / 100.0 AS bad, n, count, count AS people,
       coalesce(count::float8 / nullif(n, 0), 0) AS count_share
FROM counted
"""

_FINISHED_WITHOUT_OFFER = """
WITH finished AS (
  SELECT client_id, max(at) AS at FROM audit_finished GROUP BY client_id
  HAVING max(at) >= %(year)s AND max(at) < %(waited)s
), offered AS (
  SELECT client_id, max(at) AS at FROM audit_seen WHERE event = 'offer_made' GROUP BY client_id
), bought AS (
  SELECT client_id, max(first_at) AS at FROM audit_order GROUP BY client_id
), counted AS (
  SELECT count(*) AS n, count(*) FILTER (
           WHERE coalesce(offered.at < finished.at - interval '1 day', true)
             AND coalesce(bought.at <= finished.at, true)) AS count
  FROM finished LEFT JOIN offered USING (client_id) LEFT JOIN bought USING (client_id)
)
SELECT n > 0 AS known, count > n * %(percent)s / 100.0 AS bad, n, count, count AS people,
       coalesce(count::float8 / nullif(n, 0), 0) AS count_share
FROM counted
"""

_FRONTLINE_SELLS = """
WITH frontline AS (
  SELECT t.id FROM team_staff t
  WHERE t.left_on IS NULL AND NOT t.role = ANY(%(heads)s) AND (
    t.role = ANY(%(frontline)s) OR EXISTS (
      SELECT FROM audit_seen s WHERE s.staff_id = t.id AND s.at >= %(from)s
        AND s.event IN ('ticket_answered', 'homework_reviewed', 'touch_made')))
), offering AS (
  SELECT DISTINCT staff_id FROM audit_seen WHERE event = 'offer_made' AND at >= %(from)s
), counted AS (
  SELECT count(*) AS n, count(offering.staff_id) AS count
  FROM frontline LEFT JOIN offering ON offering.staff_id = frontline.id
)
SELECT n > 0 AS known, count < n * %(percent)s / 100.0 AS bad, n, count,
       coalesce(count::float8 / nullif(n, 0), 0) AS count_share
FROM counted
"""

_TO_DISSATISFIED = """
WITH offer AS (
  SELECT client_id, at FROM audit_seen
  WHERE event = 'offer_made' AND at >= %(from)s AND client_id IS NOT NULL
), judged AS (
  SELECT (SELECT s.is_low FROM audit_score s
          WHERE s.client_id = offer.client_id AND s.at < offer.at
            AND s.at >= offer.at - make_interval(days => %(days)s)
          ORDER BY s.at DESC LIMIT 1) AS is_low
  FROM offer
), counted AS (
  SELECT count(*) AS n, count(*) FILTER (WHERE is_low) AS count, count(is_low) AS scored
  FROM judged
)
SELECT scored > 0 AS known, count > 0 AS bad, n, count FROM counted
"""

PROBES = (
    Probe("repeat_sales", _REPEAT_SALES),
    Probe("after_payment_lead", _AFTER_PAYMENT),
    Probe("finished_without_offer", _FINISHED_WITHOUT_OFFER),
    Probe("frontline_sells", _FRONTLINE_SELLS),
    Probe("offers_to_dissatisfied", _TO_DISSATISFIED),
)

"""Bringing contacts up to the facts, for the clients of the temporary table `subject`."""

from typing import LiteralString

from django.db import connection

from provodnik.kernel import journal
from provodnik.method import queries as method


def refresh_contacts() -> int:
    """Write anew what is known of every client in `subject`. Returns how many rows changed.

    Two statements whatever the number of clients; only differences are written.
    """
    events = [journal.event_id(name) for name in method.base_settings().signs_of_life]
    with connection.cursor() as cursor:
        cursor.execute(_DROP_ABSORBED)
        cursor.execute(_REFRESH, {"signs": events})
        return int(cursor.rowcount)


_DROP_ABSORBED = """
DELETE FROM base_contact WHERE client_id = ANY(ARRAY(
  SELECT p.id FROM people_client AS p
  WHERE p.id = ANY(ARRAY(SELECT client_id FROM subject)) AND p.merged_into_id IS NOT NULL
))
"""

_COLUMNS: LiteralString = """known_at, alive_at, first_paid_at, last_paid_at, paid_orders,
  net_kopecks, product_ids, pain_ids, has_goal, stage, stage_entered_at, coordinator_id,
  csat_hundredths, nps_hundredths, complains, messages_allowed, calls_allowed"""

# A merged client's entries stand in the journal under the id it had then. A robot that opened
# a link is no sign of life.
_REFRESH: LiteralString = f"""
WITH fresh AS MATERIALIZED (
  SELECT p.school_id, p.id AS client_id, known.at AS known_at,
    greatest(known.at, p.last_active_at, seen.at, bought.last_paid_at) AS alive_at,
    bought.first_paid_at, bought.last_paid_at, coalesce(bought.orders, 0) AS paid_orders,
    coalesce(bought.net, 0)::bigint AS net_kopecks,
    coalesce(bought.products, '{{}}') AS product_ids, coalesce(wants.pains, '{{}}') AS pain_ids,
    coalesce(wants.any, false) AS has_goal, p.stage, p.stage_entered_at, p.coordinator_id,
    p.last_csat AS csat_hundredths, p.last_nps AS nps_hundredths,
    p.open_complaints > 0 AS complains, p.messages_refused_at IS NULL AS messages_allowed,
    p.calls_refused_at IS NULL AS calls_allowed
  FROM subject CROSS JOIN LATERAL (
    SELECT one.* FROM people_client AS one
    WHERE one.id = subject.client_id AND one.merged_into_id IS NULL OFFSET 0
  ) AS p
  LEFT JOIN LATERAL (
    SELECT min(o.first_paid_at) AS first_paid_at, max(o.first_paid_at) AS last_paid_at,
      count(*) FILTER (WHERE o.paid_kopecks > o.refunded_kopecks) AS orders,
      sum(o.paid_kopecks - o.refunded_kopecks) AS net,
      array_agg(DISTINCT o.product_id) FILTER (
        WHERE o.product_id IS NOT NULL AND o.paid_kopecks > o.refunded_kopecks) AS products
    FROM sales_order AS o WHERE o.client_id = p.id AND o.first_paid_at IS NOT NULL
  ) AS bought ON true
  LEFT JOIN LATERAL (
    SELECT array_agg(DISTINCT g.pain_id ORDER BY g.pain_id)
             FILTER (WHERE g.pain_id IS NOT NULL) AS pains, count(*) > 0 AS any
    FROM people_goal AS g WHERE g.client_id = p.id AND g.reached_at IS NULL
  ) AS wants ON true
  LEFT JOIN LATERAL (
    SELECT max(last.happened_at) AS at
    FROM (SELECT p.id AS told_as
          UNION ALL SELECT a.client_id FROM people_clientalias AS a WHERE a.survivor_id = p.id
    ) AS names
    CROSS JOIN LATERAL (
      SELECT j.happened_at FROM kernel_journalentry AS j
      WHERE j.client_id = names.told_as AND j.event_id = ANY(%(signs)s::smallint[])
        AND j.attrs ->> 'machine' IS DISTINCT FROM 'true'
      ORDER BY j.happened_at DESC LIMIT 1
    ) AS last
  ) AS seen ON true
  CROSS JOIN LATERAL (
    SELECT least(p.registered_at, p.created_at, bought.first_paid_at) AS at
  ) AS known
)
INSERT INTO base_contact AS c (school_id, client_id, {_COLUMNS})
SELECT school_id, client_id, {_COLUMNS} FROM fresh
ON CONFLICT (school_id, client_id) DO UPDATE SET ({_COLUMNS}) = (
  EXCLUDED.known_at, EXCLUDED.alive_at, EXCLUDED.first_paid_at, EXCLUDED.last_paid_at,
  EXCLUDED.paid_orders, EXCLUDED.net_kopecks, EXCLUDED.product_ids, EXCLUDED.pain_ids,
  EXCLUDED.has_goal, EXCLUDED.stage, EXCLUDED.stage_entered_at, EXCLUDED.coordinator_id,
  EXCLUDED.csat_hundredths, EXCLUDED.nps_hundredths, EXCLUDED.complains,
  EXCLUDED.messages_allowed, EXCLUDED.calls_allowed)
WHERE (c.known_at, c.alive_at, c.first_paid_at, c.last_paid_at, c.paid_orders, c.net_kopecks,
       c.product_ids, c.pain_ids, c.has_goal, c.stage, c.stage_entered_at, c.coordinator_id,
       c.csat_hundredths, c.nps_hundredths, c.complains, c.messages_allowed, c.calls_allowed)
  IS DISTINCT FROM (
  EXCLUDED.known_at, EXCLUDED.alive_at, EXCLUDED.first_paid_at, EXCLUDED.last_paid_at,
  EXCLUDED.paid_orders, EXCLUDED.net_kopecks, EXCLUDED.product_ids, EXCLUDED.pain_ids,
  EXCLUDED.has_goal, EXCLUDED.stage, EXCLUDED.stage_entered_at, EXCLUDED.coordinator_id,
  EXCLUDED.csat_hundredths, EXCLUDED.nps_hundredths, EXCLUDED.complains,
  EXCLUDED.messages_allowed, EXCLUDED.calls_allowed)
"""  # noqa: S608 (our own columns)

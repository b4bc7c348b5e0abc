"""The journal as the audit reads it: one pass over it, kept in temporary tables until the end."""

from datetime import timedelta
from typing import Any

from django.db import connection

from provodnik.kernel.calendar.rules import working_intervals
from provodnik.kernel.schools.services import working_calendar
from provodnik.reports.audit.types import Window

_MONEY = ("payment_received", "refund_paid", "balance_spent", "cost_recorded", "pay_approved")
_SERVICE = ("ticket_opened", "ticket_answered", "message_sent", "touch_made", "offer_made")
_LEARNING = (
    *("enrolled", "homework_submitted", "homework_reviewed", "module_completed"),
    *("course_completed", "graduated", "case_recorded", "review_received"),
)
_REST = ("survey_answered", "coordinator_assigned", "pack_sent")
READ = (*_MONEY, *_SERVICE, *_LEARNING, *_REST)

_LONG = timedelta(days=400)


def open_tables(params: dict[str, Any], window: Window) -> None:
    """Make the audit's tables of the current school. As many statements whatever its size."""
    drop_tables()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(id) FILTER (WHERE name = ANY(%s)),"
            " min(id) FILTER (WHERE name = 'entry_voided') FROM kernel_eventname",
            [list(READ)],
        )
        kinds, voided = cursor.fetchone() or ([], 0)
        asked = {**params, "kinds": kinds, "voided": voided}
        for statement in _STATEMENTS:
            cursor.execute(statement, asked)
    _open_hours(window)


def drop_tables() -> None:
    """Nothing of an audit stays in the session; opening twice in a transaction is harmless."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = on")
        cursor.execute(
            "DROP TABLE IF EXISTS audit_seen, audit_order, audit_finished, audit_score,"
            " audit_product, audit_hours"
        )


def _open_hours(window: Window) -> None:
    """Working hours of the school as stretches with what was worked before each, in seconds."""
    before, rows = 0.0, []
    for one in working_intervals(working_calendar(), window.from_at - _LONG, window.to_at):
        rows.append((one.from_at, one.to_at, before))
        before += (one.to_at - one.from_at).total_seconds()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE audit_hours ON COMMIT DROP AS SELECT * FROM unnest("
            "%s::timestamptz[], %s::timestamptz[], %s::float8[]) AS h (starts_at, ends_at, before)",
            [[row[place] for row in rows] for place in range(3)],
        )
        cursor.execute("CREATE INDEX ON audit_hours (starts_at)")
        cursor.execute("ANALYZE audit_hours")


_SEEN = """
CREATE TEMP TABLE audit_seen ON COMMIT DROP AS
WITH voided AS MATERIALIZED (
  SELECT value FROM kernel_journalentry WHERE event_id = %(voided)s
)
SELECT n.name AS event, e.happened_at AS at, coalesce(a.survivor_id, e.client_id) AS client_id,
       e.staff_id, e.product_id, e.item, e.value,
       coalesce(e.item, e.external_id, e.id::text) AS order_key,
       e.attrs ->> 'measure' AS measure, e.attrs ->> 'kind' AS cost,
       coalesce(e.attrs ->> 'module', e.item) AS module,
       lower(coalesce(e.attrs ->> 'auto', '')) IN ('1', 'true', 'yes') AS is_auto
FROM kernel_journalentry e
JOIN kernel_eventname n ON n.id = e.event_id
LEFT JOIN people_clientalias a ON a.client_id = e.client_id
WHERE e.event_id = ANY(%(kinds)s) AND e.happened_at < %(to)s
  AND NOT EXISTS (SELECT FROM voided v WHERE v.value = e.id)
"""

# An order's place among a client's orders is the moment of its first payment.
_ORDERS = """
CREATE TEMP TABLE audit_order ON COMMIT DROP AS
SELECT *, row_number() OVER client AS place, count(*) OVER whole AS orders
FROM (
  SELECT client_id, order_key, max(product_id) AS product_id,
         min(at) FILTER (WHERE event <> 'refund_paid') AS first_at,
         coalesce(sum(value) FILTER (WHERE event = 'payment_received'), 0)::bigint AS paid,
         coalesce(sum(value) FILTER (WHERE event = 'refund_paid'), 0)::bigint AS refunded
  FROM audit_seen WHERE event IN ('payment_received', 'refund_paid', 'balance_spent')
    AND client_id IS NOT NULL
  GROUP BY client_id, order_key
) told
WHERE first_at IS NOT NULL
WINDOW client AS (PARTITION BY client_id ORDER BY first_at, length(order_key), order_key),
       whole AS (PARTITION BY client_id)
"""

_FINISHED = """
CREATE TEMP TABLE audit_finished ON COMMIT DROP AS
SELECT client_id, product_id, max(at) AS at FROM audit_seen
WHERE event IN ('course_completed', 'graduated') AND client_id IS NOT NULL
GROUP BY client_id, product_id
"""

_SCORES = """
CREATE TEMP TABLE audit_score ON COMMIT DROP AS
SELECT client_id, at, value, measure,
       CASE WHEN measure = 'nps' THEN value <= %(nps_at_most)s * 100
            ELSE value <= %(csat_at_most)s * 100 END AS is_low
FROM audit_seen WHERE event = 'survey_answered'
"""

# A product is used when it is on sale or was bought within the year.
_PRODUCTS = """
CREATE TEMP TABLE audit_product ON COMMIT DROP AS
WITH sold AS (
  SELECT product_id, sum(paid) AS paid, max(first_at) AS last_at FROM audit_order
  WHERE product_id IS NOT NULL GROUP BY product_id
), published AS (
  SELECT s.after_id, s.offered_id FROM catalog_pathstep s
  JOIN catalog_pathversion v ON v.id = s.version_id WHERE v.state = 'published'
)
SELECT p.id, p.name, p.kind, p.status, p.revised_at, coalesce(sold.paid, 0) AS paid,
       p.status = 'active' OR coalesce(sold.last_at >= %(year)s, false) AS is_used,
       EXISTS (SELECT FROM catalog_productlink l JOIN catalog_product t
                 ON t.id = l.target_id AND t.status = 'active'
               WHERE l.source_id = p.id AND l.kind <> 'cross')
         OR EXISTS (SELECT FROM published WHERE after_id = p.id AND offered_id IS NOT NULL)
         AS has_next,
       EXISTS (SELECT FROM catalog_productlink l WHERE p.id IN (l.source_id, l.target_id))
         OR EXISTS (SELECT FROM published WHERE p.id IN (after_id, offered_id)) AS is_linked
FROM catalog_product p LEFT JOIN sold ON sold.product_id = p.id
WHERE p.status <> 'retired'
"""

_STATEMENTS = (
    _SEEN,
    "ANALYZE audit_seen",
    _ORDERS,
    "CREATE INDEX ON audit_order (client_id)",
    _FINISHED,
    _SCORES,
    "CREATE INDEX ON audit_score (client_id, at)",
    _PRODUCTS,
    "ANALYZE audit_order",
    "ANALYZE audit_finished",
    "ANALYZE audit_score",
    # Sums of a whole school are joined here: a guess of one row must not become a loop over all.
    "SET LOCAL enable_nestloop = off",
)

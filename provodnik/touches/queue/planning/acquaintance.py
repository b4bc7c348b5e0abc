"""A student who has just paid for the first time is got to know."""

from datetime import datetime, timedelta
from typing import LiteralString

from django.db import connection

from provodnik.method import queries as method
from provodnik.method.types import Deed
from provodnik.touches.queue.planning.writing import plan_touches
from provodnik.touches.queue.types import Origin


def find_newcomers(*, now: datetime) -> None:
    """Fill the temporary table `newcomer`: first money lately, not yet got to know."""
    since = now - timedelta(days=method.queue_settings().moment_days)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS newcomer")
        cursor.execute(_NEWCOMERS, {"since": since, "now": now})


def plan_acquaintance(*, now: datetime, limit: int) -> int:
    """Plan acquaintance with everybody in `newcomer`, once in a client's life.

    At stake is what the client has paid: a stranger asks for it back.
    """
    queue = method.queue_settings()
    params = {
        "kind": Deed.ACQUAINT.value,
        "origin": Origin.ACQUAINT.value,
        "reason": queue.why.acquaint,
        "script": queue.deed(Deed.ACQUAINT).script,
        "now": now,
        "limit": limit,
    }
    return plan_touches(_WANTED, params)


_NEWCOMERS = """
CREATE TEMP TABLE newcomer ON COMMIT DROP AS
SELECT DISTINCT ON (o.client_id) o.client_id, o.product_id, o.title,
       o.paid_kopecks - o.refunded_kopecks AS stake
FROM sales_order AS o JOIN people_client AS c ON c.id = o.client_id AND c.merged_into_id IS NULL
WHERE o.first_paid_at > %(since)s AND o.first_paid_at <= %(now)s
  AND o.paid_kopecks > o.refunded_kopecks
  AND NOT EXISTS (
    SELECT FROM sales_order AS e
    WHERE e.client_id = o.client_id AND e.first_paid_at < o.first_paid_at)
  AND NOT EXISTS (
    SELECT FROM queue_touch AS t WHERE t.client_id = o.client_id AND t.kind = 'acquaint')
ORDER BY o.client_id, o.first_paid_at, o.id
"""

_WANTED: LiteralString = """
SELECT p.id, p.coordinator_id, %(origin)s, 'first',
       left(replace(%(reason)s, '{product}', coalesce(product.name, n.title)), 500),
       NULL::bigint, n.product_id, NULL::bigint, %(script)s, '', n.stake,
       slot.due_from, slot.due_at
FROM newcomer AS n
JOIN people_client AS p ON p.id = n.client_id
JOIN slot ON slot.zone = p.timezone AND slot.kind = %(kind)s
LEFT JOIN catalog_product AS product ON product.id = n.product_id
ORDER BY n.stake DESC, p.id LIMIT %(limit)s
"""

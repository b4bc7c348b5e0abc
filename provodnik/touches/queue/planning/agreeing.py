"""In the method's week the next sale is agreed with the client, ahead of any offer (R-092)."""

from datetime import datetime, timedelta
from typing import LiteralString

from django.db import transaction

from provodnik.method import queries as method
from provodnik.method import words
from provodnik.method.types import Deed
from provodnik.touches.queue.planning.slots import load_slots
from provodnik.touches.queue.planning.writing import plan_touches
from provodnik.touches.queue.types import Origin


@transaction.atomic
def plan_agreements(*, now: datetime) -> int:
    """Plan the talk for everybody whose week has come, once in a client's life. How many.

    The weeks count from the first payment; who got their money back is left alone.
    Queries: 6, whatever the number of clients.
    """
    queue = method.queue_settings()
    week = queue.agreement.week
    params = {
        "now": now,
        "since": now - timedelta(weeks=week),
        "until": now - timedelta(weeks=week - 1),
        "kind": Deed.SUPPORT.value,
        "origin": Origin.AGREEMENT.value,
        "script": queue.agreement.script,
        "reason": words.fill(queue.why.agreement, {"week": week, "product": "{product}"}),
    }
    load_slots(_ASKED, params, now=now)
    return plan_touches(_WANTED.replace("{asked}", _ASKED), params)


# First orders come from the index of first payments; whether they are first is asked of few.
_ASKED: LiteralString = """
SELECT DISTINCT ON (o.client_id) o.client_id, o.product_id, o.title,
       o.paid_kopecks - o.refunded_kopecks AS stake
FROM sales_order AS o
WHERE o.first_paid_at > %(since)s AND o.first_paid_at <= %(until)s
  AND o.paid_kopecks > o.refunded_kopecks
  AND NOT EXISTS (
    SELECT FROM sales_order AS e
    WHERE e.client_id = o.client_id AND e.first_paid_at < o.first_paid_at)
  AND NOT EXISTS (
    SELECT FROM queue_touch AS t WHERE t.client_id = o.client_id AND t.origin = %(origin)s)
ORDER BY o.client_id, o.first_paid_at, o.id
"""

_WANTED: LiteralString = """
SELECT p.id, p.coordinator_id, %(origin)s, 'first',
       left(replace(%(reason)s, '{product}', coalesce(product.name, asked.title)), 500),
       NULL::bigint, asked.product_id, goal.id, %(script)s, '', asked.stake,
       slot.due_from, slot.due_at
FROM ({asked}) AS asked
JOIN people_client AS p ON p.id = asked.client_id AND p.merged_into_id IS NULL
JOIN slot ON slot.zone = p.timezone AND slot.kind = %(kind)s
LEFT JOIN catalog_product AS product ON product.id = asked.product_id
LEFT JOIN LATERAL (
  SELECT g.id FROM people_goal AS g WHERE g.client_id = p.id AND g.reached_at IS NULL
  ORDER BY g.recorded_at DESC, g.id DESC LIMIT 1
) AS goal ON true
"""

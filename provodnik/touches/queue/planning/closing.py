"""Planned touches that lost their sense, or their owner, because something happened."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from django.db import connection, transaction

from provodnik.method import queries as method
from provodnik.touches.queue.planning.writing import cancel_touches
from provodnik.touches.queue.types import ClosedReason


@transaction.atomic
def close_bought(entry_ids: Sequence[int], *, now: datetime) -> int:
    """Payments came: nobody is offered what they have just bought. Returns touches closed.

    A listener's work: one statement whatever the number of payments, harmless twice.
    """
    params = {
        "entries": list(entry_ids),
        "offers": [str(deed.key) for deed in method.queue_settings().deeds if deed.is_offer],
        "bought": ClosedReason.BOUGHT.value,
        "now": now,
    }
    return cancel_touches(_CLOSE_BOUGHT, params)


def follow_coordinators(entry_ids: Sequence[int]) -> int:
    """Clients got another coordinator: what is planned for them goes along.

    Also what nobody owned. Returns touches that changed hands.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW, {"entries": list(entry_ids)})
        return int(cursor.rowcount)


_CLOSE_BOUGHT: LiteralString = """
UPDATE queue_touch AS t SET state = 'cancelled', closed_reason = %(bought)s
FROM kernel_journalentry AS e
LEFT JOIN people_clientalias AS a ON a.client_id = e.client_id
WHERE e.id = ANY(%(entries)s) AND t.client_id = coalesce(a.survivor_id, e.client_id)
  AND t.product_id = e.product_id AND t.state = 'planned' AND t.kind = ANY(%(offers)s::text[])
  AND EXISTS (
    SELECT FROM sales_order AS o
    WHERE o.client_id = t.client_id AND o.product_id = t.product_id
      AND o.first_paid_at IS NOT NULL AND o.paid_kopecks > o.refunded_kopecks)
RETURNING t.id
"""

_FOLLOW: LiteralString = """
UPDATE queue_touch AS t SET owner_id = p.coordinator_id
FROM kernel_journalentry AS e
LEFT JOIN people_clientalias AS a ON a.client_id = e.client_id
JOIN people_client AS p ON p.id = coalesce(a.survivor_id, e.client_id)
WHERE e.id = ANY(%(entries)s) AND t.client_id = p.id AND t.state = 'planned'
  AND p.coordinator_id IS NOT NULL AND t.owner_id IS DISTINCT FROM p.coordinator_id
"""

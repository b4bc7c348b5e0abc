"""First help: a dissatisfied client hears no offers until somebody has found out why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString

from django.db import connection, transaction

from provodnik.facts.people.services import from_answers
from provodnik.facts.sales.gates.judging import COMPLAINS, LOW_CSAT, LOW_NPS, dissatisfaction
from provodnik.kernel.models import JournalEntry
from provodnik.method import queries as method
from provodnik.method.types import Deed
from provodnik.touches.queue.planning.slots import load_slots
from provodnik.touches.queue.planning.writing import cancel_touches, plan_touches
from provodnik.touches.queue.types import ClosedReason, Origin


@transaction.atomic
def hear_answers(entry_ids: Sequence[int], *, now: datetime) -> int:
    """A listener's work: clients who have just told something, helped where it was bad.

    Takes the scores itself first, since jobs come in no order. Returns touches planned.
    """
    from_answers(entry_ids)
    told = JournalEntry.objects.filter(pk__in=entry_ids, client_id__isnull=False)
    clients = list(told.values_list("client_id", flat=True).distinct())
    asked: LiteralString = (
        "SELECT coalesce(a.survivor_id, told.id) AS client_id"
        " FROM unnest(%(clients)s::bigint[]) AS told (id)"
        " LEFT JOIN people_clientalias AS a ON a.client_id = told.id"
    )
    return help_clients(asked, {"clients": clients}, now=now)


def sweep(*, now: datetime) -> int:
    """The nightly look at everybody an offer waits for: what a lost job missed is found."""
    asked: LiteralString = (
        "SELECT DISTINCT client_id FROM queue_touch"
        " WHERE state = 'planned' AND kind = ANY(%(offers)s::text[])"
    )
    return help_clients(asked, {}, now=now)


def help_clients(clients: LiteralString, params: dict[str, Any], *, now: datetime) -> int:
    """Of these clients, pause offers to the dissatisfied and plan help for each, once a sign.

    `clients` is a query of (client_id) over `params`. A paused offer comes back to the
    plan when the client is content again, if its moment still lasts. Returns touches planned.
    """
    queue = method.queue_settings()
    low = method.offer_gates().dissatisfied
    deed = Deed(low.instead)
    known = {
        **dissatisfaction(now=now),
        **params,
        "now": now,
        "offers": [str(kind.key) for kind in queue.deeds if kind.is_offer],
        "paused": ClosedReason.DISSATISFIED.value,
        "kind": deed.value,
        "origin": Origin.RECOVERY.value,
        "script": queue.deed(deed).script,
        "scale": str(low.csat_scale),
        "complaint": queue.why.complaint,
        "csat": queue.why.low_csat,
        "nps": queue.why.low_nps,
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS subject")
        cursor.execute(_SUBJECTS.replace("{clients}", clients), known)
    cancel_touches(_PAUSE, known)
    load_slots("SELECT client_id FROM subject", {}, now=now)
    return plan_touches(_WANTED, known)


_SUBJECTS: LiteralString = f"""
CREATE TEMP TABLE subject ON COMMIT DROP AS
SELECT p.id AS client_id FROM people_client AS p
WHERE p.id IN ({{clients}}) AND p.merged_into_id IS NULL
  AND ({LOW_CSAT} OR {LOW_NPS} OR {COMPLAINS})
"""  # noqa: S608 (our own conditions)

_PAUSE: LiteralString = """
UPDATE queue_touch AS t
SET state = 'cancelled', closed_reason = %(paused)s, claimed_by_id = NULL, claimed_at = NULL
FROM subject
WHERE t.client_id = subject.client_id
  AND t.state = 'planned' AND t.kind = ANY(%(offers)s::text[])
RETURNING t.id
"""

# At stake is the last purchase: what a disappointed client asks back first.
_WANTED: LiteralString = f"""
SELECT p.id, p.coordinator_id, %(origin)s,
       'told:' || extract(epoch FROM greatest(
         CASE WHEN {LOW_CSAT} THEN p.last_csat_at END,
         CASE WHEN {LOW_NPS} THEN p.last_nps_at END,
         CASE WHEN {COMPLAINS} THEN p.satisfaction_at END))::bigint,
       CASE WHEN {COMPLAINS} THEN %(complaint)s
            WHEN {LOW_CSAT} THEN replace(replace(%(csat)s, '{{score}}',
              trim_scale(p.last_csat / 100.0)::text), '{{scale}}', %(scale)s)
            ELSE replace(%(nps)s, '{{score}}', trim_scale(p.last_nps / 100.0)::text) END,
       NULL::bigint, last.product_id, NULL::bigint, %(script)s, '', coalesce(last.stake, 0),
       slot.due_from, slot.due_at
FROM subject
JOIN people_client AS p ON p.id = subject.client_id
JOIN slot ON slot.zone = p.timezone AND slot.kind = %(kind)s
LEFT JOIN LATERAL (
  SELECT o.product_id, o.paid_kopecks - o.refunded_kopecks AS stake
  FROM sales_order AS o WHERE o.client_id = p.id AND o.first_paid_at IS NOT NULL
  ORDER BY o.first_paid_at DESC, o.id DESC LIMIT 1
) AS last ON true
WHERE NOT EXISTS (
    SELECT FROM queue_touch AS open
    WHERE open.client_id = p.id AND open.state = 'planned' AND open.kind = %(kind)s)
"""  # noqa: S608 (our own conditions)

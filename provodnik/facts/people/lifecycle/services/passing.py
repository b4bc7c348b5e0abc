"""A client goes from one coordinator to another: who leads now opens the pack and accepts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, LiteralString

from django.db import connection, transaction

from provodnik.facts.people.lifecycle.services.handoffs import ACTOR, tell_made
from provodnik.facts.people.lifecycle.types import PERSONAL_KEY, PERSONAL_ROLE
from provodnik.method import queries as method


@transaction.atomic
def pass_on(entry_ids: Sequence[int], *, now: datetime) -> int:
    """Handoffs of clients who had another coordinator before, told by journal entries.

    Who got a first coordinator was left by nobody; who was passed on twice waits for the last
    one only; what is older than the method's `handover_days` is history. Repeating it changes
    nothing. Returns how many were made. Statements: 3, whatever the number of clients.
    """
    settings = method.lifecycle()
    params: dict[str, Any] = {
        "entries": list(entry_ids),
        "since": now - timedelta(days=settings.handover_days),
        "key": PERSONAL_KEY,
        "role": PERSONAL_ROLE,
        "what": settings.personal_handover,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, params)
        made = [row[0] for row in cursor.fetchall()]
        cursor.execute(_SUPERSEDED, {"key": PERSONAL_KEY, "made": made})
    return tell_made(made, actor=ACTOR)


_MAKE: LiteralString = """
WITH named AS MATERIALIZED (
  SELECT id FROM kernel_eventname WHERE name = 'coordinator_assigned'
), told AS (
  SELECT DISTINCT ON (c.id) c.id AS client_id, c.stage, e.id, e.happened_at, e.staff_id
  FROM unnest(%(entries)s::bigint[]) AS new (id)
  CROSS JOIN LATERAL (SELECT * FROM kernel_journalentry WHERE id = new.id OFFSET 0) AS e
  LEFT JOIN people_clientalias a ON a.client_id = e.client_id
  JOIN people_client c ON c.id = coalesce(a.survivor_id, e.client_id)
  WHERE e.event_id = (SELECT id FROM named) AND e.happened_at >= %(since)s
    AND c.coordinator_id = e.staff_id
  ORDER BY c.id, e.id DESC
)
INSERT INTO lifecycle_handoff
  (school_id, client_id, stage, key, giver, taker, what, giver_staff_id, taker_staff_id, made_at,
   note)
SELECT current_setting('app.school')::bigint, told.client_id, told.stage, %(key)s, %(role)s,
       %(role)s, %(what)s, before.staff_id, told.staff_id, told.happened_at, ''
FROM told CROSS JOIN LATERAL (
  SELECT e.staff_id FROM kernel_journalentry e
  WHERE e.client_id = told.client_id AND e.event_id = (SELECT id FROM named) AND e.id < told.id
  ORDER BY e.id DESC LIMIT 1
) AS before
WHERE before.staff_id <> told.staff_id
ON CONFLICT (school_id, client_id, stage, key, made_at) DO NOTHING
RETURNING id
"""

# The journal keeps that it was made; nobody is to accept what has gone further.
_SUPERSEDED: LiteralString = """
DELETE FROM lifecycle_handoff old USING lifecycle_handoff new
WHERE new.id = ANY(%(made)s::bigint[]) AND old.client_id = new.client_id
  AND old.key = %(key)s AND old.accepted_at IS NULL AND old.made_at < new.made_at
"""

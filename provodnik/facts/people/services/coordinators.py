"""Who leads a client along the path after payment."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection, transaction

from provodnik.facts.people.models import Client
from provodnik.facts.people.rules import fair_shares
from provodnik.facts.people.services.clients import standing
from provodnik.kernel import journal


@transaction.atomic
def assign_coordinator(client_id: int, *, staff_id: int, now: datetime, actor: str) -> Client:
    """Give a client a personal coordinator. The same one changes nothing.

    Raises:  Client.DoesNotExist; IntegrityError at commit: no such member of staff
    """
    client = standing(client_id)
    if client.coordinator_id == staff_id:
        return client
    client.coordinator_id = staff_id
    client.save(update_fields=["coordinator"])
    journal.record(
        "coordinator_assigned",
        happened_at=now,
        actor=actor,
        client_id=client.pk,
        staff_id=staff_id,
    )
    return client


@transaction.atomic
def assign_unassigned(*, staff_ids: Collection[int], now: datetime, actor: str) -> int:
    """Give every paid student without a coordinator one of these, loads kept even.

    Nothing is left to assign the second time. Returns how many were assigned.

    Queries: 4, whatever the number of students.
    """
    if not staff_ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_LOADS, {"staff": list(staff_ids)})
        loads = dict(cursor.fetchall())
        cursor.execute(_PAID_UNASSIGNED)
        clients = [row[0] for row in cursor.fetchall()]
        shares = fair_shares(loads, len(clients))
        cursor.execute(_ASSIGN, {"clients": clients, "staff": shares})
    return journal.append_from(
        "coordinator_assigned",
        source="provodnik",
        columns=("happened_at", "actor", "client_id", "staff_id"),
        query="SELECT %s::timestamptz, %s, given.*"
        " FROM unnest(%s::bigint[], %s::bigint[]) AS given",
        params=(now, actor, clients, shares),
    )


@transaction.atomic
def move_students(
    giver_id: int,
    taker_id: int,
    *,
    client_id: int | None = None,
    only: Sequence[int] | None = None,
    now: datetime,
    actor: str,
) -> list[int]:
    """Give one coordinator's students to another: all, one, or those of `only`. Returns which.

    Queries: 2, whatever the number of students.
    """
    params = {
        "giver": giver_id,
        "taker": taker_id,
        "only": [client_id] if client_id else list(only) if only is not None else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, params)
        moved = sorted(row[0] for row in cursor.fetchall())
    if moved:
        journal.append_from(
            "coordinator_assigned",
            source="provodnik",
            columns=("happened_at", "actor", "client_id", "staff_id"),
            query="SELECT %s::timestamptz, %s, id, %s::bigint FROM unnest(%s::bigint[]) AS id",
            params=(now, actor, taker_id, moved),
        )
    return moved


_MOVE = """
UPDATE people_client SET coordinator_id = %(taker)s
WHERE coordinator_id = %(giver)s AND merged_into_id IS NULL
  AND (%(only)s::bigint[] IS NULL OR id = ANY(%(only)s::bigint[]))
RETURNING id
"""

_LOADS = """
SELECT staff_id, count(c.id)
FROM unnest(%(staff)s::bigint[]) AS staff_id
LEFT JOIN people_client c ON c.coordinator_id = staff_id AND c.merged_into_id IS NULL
GROUP BY staff_id
"""

# A student waits as long as the first payment is old, so the oldest go first.
_PAID_UNASSIGNED = """
SELECT c.id FROM people_client c
CROSS JOIN LATERAL (
  WITH mine AS MATERIALIZED (
    SELECT e.id, e.event_id, e.happened_at, e.value FROM kernel_journalentry e
    WHERE e.client_id = ANY(ARRAY(
      SELECT c.id UNION ALL SELECT a.client_id FROM people_clientalias a WHERE a.survivor_id = c.id
    ))
  )
  SELECT min(happened_at) AS at FROM mine
  WHERE event_id = (SELECT id FROM kernel_eventname WHERE name = 'payment_received')
    AND id NOT IN (
      SELECT value FROM mine
      WHERE event_id = (SELECT id FROM kernel_eventname WHERE name = 'entry_voided'))
) AS first_paid
WHERE c.coordinator_id IS NULL AND c.merged_into_id IS NULL AND c.kind = 'student'
  AND first_paid.at IS NOT NULL
ORDER BY first_paid.at, c.id
FOR UPDATE OF c
"""

_ASSIGN = """
UPDATE people_client SET coordinator_id = given.staff_id
FROM unnest(%(clients)s::bigint[], %(staff)s::bigint[]) AS given (client_id, staff_id)
WHERE people_client.id = given.client_id
"""

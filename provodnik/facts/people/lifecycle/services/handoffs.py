"""Handoffs between roles: made by a move into a stage, closed when accepted."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, LiteralString

from django.db import connection, transaction

from provodnik.facts.people.lifecycle.errors import NotTheirs
from provodnik.facts.people.lifecycle.models import Handoff
from provodnik.facts.people.lifecycle.types import PERSONAL_KEY, PERSONAL_ROLE
from provodnik.facts.team.models import Staff
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal
from provodnik.method import queries as method
from provodnik.method.types import Right

ACTOR = "method:lifecycle"


@transaction.atomic
def make_handoffs(entry_ids: Sequence[int], *, now: datetime) -> int:
    """Handoffs of fresh moves, told by journal entries. How many were made.

    Moves older than the method's `handover_days` come from history: nobody waits for them.
    Repeating it changes nothing. Statements: 3, whatever the number of moves.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, [list(entry_ids)])
        clients = [row[0] for row in cursor.fetchall()]
    since = now - timedelta(days=method.lifecycle().handover_days)
    return hand_over(clients, since=since, now=now, actor=ACTOR)


def hand_over(client_ids: Collection[int], *, since: datetime, now: datetime, actor: str) -> int:
    """Make what the method says is passed on entering the stage each client is at."""
    rules = [
        {
            "stage": stage.key,
            "key": one.key,
            "giver": one.giver,
            "taker": one.taker,
            "what": one.what,
        }
        for stage in method.lifecycle().stages
        for one in stage.handovers
    ]
    if not client_ids or not rules:
        return 0
    params: dict[str, Any] = {"clients": list(client_ids), "rules": json.dumps(rules)}
    params |= {"since": since, "now": now, "personal": PERSONAL_ROLE}
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, params)
        made = [row[0] for row in cursor.fetchall()]
    return tell_made(made, actor=actor)


def tell_made(made: Sequence[int], *, actor: str) -> int:
    """Journal entries of these new handoffs. Returns how many; one statement."""
    if made:
        journal.append_from(
            "handoff_made",
            source="provodnik",
            columns=("happened_at", "client_id", "staff_id", "item", "actor", "attrs"),
            query=_MADE,
            params=(actor, made),
        )
    return len(made)


@transaction.atomic
def accept(handoff_id: int, *, by_id: int, note: str = "", now: datetime) -> Handoff:
    """Accept a client. The first acceptance stays.

    Raises:  Handoff.DoesNotExist
             NotTheirs: another role or member was to accept, and this one does not hand students
             out
    """
    handoff = Handoff.objects.select_for_update().get(pk=handoff_id)
    if handoff.accepted_at is not None:
        return handoff
    member = Staff.objects.get(pk=by_id)
    if not _may_accept(member, handoff):
        raise NotTheirs(handoff.taker)
    handoff.accepted_at, handoff.accepted_by, handoff.note = now, member, note.strip()
    handoff.save(update_fields=["accepted_at", "accepted_by", "note"])
    journal.record(
        "handoff_accepted",
        happened_at=now,
        actor=staff_actor(by_id),
        client_id=handoff.client_id,
        staff_id=by_id,
        item=handoff.stage,
        attrs={"note": handoff.note},
    )
    return handoff


def _may_accept(member: Staff, handoff: Handoff) -> bool:
    """The role it was made for, or who hands students out; a client's own leader by name."""
    if Right.ASSIGN_COORDINATORS in method.rights_of(member.role):
        return True
    if handoff.key == PERSONAL_KEY:
        return member.pk == handoff.taker_staff_id
    return member.role == handoff.taker


_MOVED = """
SELECT DISTINCT coalesce(a.survivor_id, e.client_id)
FROM unnest(%s::bigint[]) AS new (id)
CROSS JOIN LATERAL (SELECT * FROM kernel_journalentry WHERE id = new.id OFFSET 0) AS e
LEFT JOIN people_clientalias a ON a.client_id = e.client_id
WHERE e.client_id IS NOT NULL
"""

# Made at the moment of entering: the key that keeps a replayed history from making it twice.
_MAKE: LiteralString = """
WITH rule AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(%(rules)s::jsonb)
    AS rule (stage text, key text, giver text, taker text, what text)
), moved AS MATERIALIZED (
  SELECT id, stage, stage_entered_at, coordinator_id FROM people_client
  WHERE id = ANY(%(clients)s::bigint[]) AND merged_into_id IS NULL
    AND stage_entered_at >= %(since)s AND stage_entered_at <= %(now)s
)
INSERT INTO lifecycle_handoff
  (school_id, client_id, stage, key, giver, taker, what, giver_staff_id, taker_staff_id, made_at,
   note)
SELECT current_setting('app.school')::bigint, moved.id, rule.stage, rule.key, rule.giver,
       rule.taker, rule.what,
       CASE WHEN rule.giver = %(personal)s THEN moved.coordinator_id END,
       CASE WHEN rule.taker = %(personal)s THEN moved.coordinator_id END,
       moved.stage_entered_at, ''
FROM moved JOIN rule ON rule.stage = moved.stage
ON CONFLICT (school_id, client_id, stage, key, made_at) DO NOTHING
RETURNING id
"""

_MADE: LiteralString = """
SELECT made_at, client_id, taker_staff_id, stage, %s::text,
       jsonb_build_object('giver', giver, 'taker', taker, 'what', what)
FROM lifecycle_handoff WHERE id = ANY(%s::bigint[])
"""

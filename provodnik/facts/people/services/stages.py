"""Where a relationship stands: the lifecycle of the method, followed through the journal.

A history is replayed from the journal, so it comes out the same in whatever order the
past was imported; what people decided by hand is kept in its place.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, LiteralString

from django.db import connection, transaction

from provodnik.facts.people.errors import UnknownStage
from provodnik.facts.people.models import Client, StageEntry
from provodnik.facts.people.rules import Move, stage_history
from provodnik.facts.people.services.clients import standing
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.method.shapes import Lifecycle

ACTOR = "method:lifecycle"

type Params = dict[str, Any]


@transaction.atomic
def enter_stage(client_id: int, stage: str, *, now: datetime, actor: str) -> Client:
    """Lead a client into a stage by hand, back as well as on. The stage one is at stays.

    Raises:  Client.DoesNotExist; UnknownStage
    """
    if stage not in {known.key for known in method.lifecycle().stages}:
        raise UnknownStage(stage)
    client = standing(client_id)
    if client.stage == stage:
        return client
    StageEntry.objects.create(
        school_id=schools.current(), client=client, stage=stage, entered_at=now, actor=actor
    )
    journal.record("stage_entered", happened_at=now, actor=actor, client_id=client.pk, item=stage)
    replay([client.pk], now=now)
    client.refresh_from_db()
    return client


@transaction.atomic
def enter_stages(entry_ids: Sequence[int], *, now: datetime) -> int:
    """Move clients on after journal entries, as the lifecycle says. Returns how many it replayed.

    For listeners of every event the lifecycle names. Repeating it changes nothing;
    entries that cannot move anybody cost one query for all of them.
    """
    lifecycle = method.lifecycle()
    params: Params = {
        "entries": list(entry_ids),
        "rules": _rules(lifecycle),
        "order": _order(lifecycle),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CONCERNED, params)
        concerned = [row[0] for row in cursor.fetchall()]
    replay(concerned, now=now)
    return len(concerned)


def replay(client_ids: Collection[int], *, now: datetime) -> None:
    """Write the stage histories of clients anew from the journal and from what people decided.

    Queries: 8 at most, whatever the number of clients.
    """
    if not client_ids:
        return
    lifecycle = method.lifecycle()
    locked = Client.objects.filter(pk__in=client_ids).order_by("pk").select_for_update()
    ids = list(locked.values_list("pk", flat=True))
    moves = _moves(ids, lifecycle)
    history = [
        (client_id, move.stage, move.at)
        for client_id in ids
        for move in stage_history(moves[client_id], _order(lifecycle))
    ]
    _write(ids, history, now=now)


def _order(lifecycle: Lifecycle) -> list[str]:
    return [stage.key for stage in sorted(lifecycle.stages, key=lambda s: s.number)]


def _rules(lifecycle: Lifecycle) -> str:
    """What the journal must show for each stage, as JSON for the queries below."""
    return json.dumps(
        [
            {
                "rule": f"{stage.key}/{entry.key}",
                "stage": stage.key,
                "event": entry.event,
                "deed": entry.deed,
                "at_least": entry.at_least,
                "repeat_only": entry.repeat_only,
            }
            for stage in lifecycle.stages
            for entry in stage.entered_by
        ]
    )


def _moves(ids: list[int], lifecycle: Lifecycle) -> defaultdict[int, list[Move]]:
    moves: defaultdict[int, list[Move]] = defaultdict(list)
    params: Params = {"clients": ids, "rules": _rules(lifecycle), "actor": ACTOR}
    with connection.cursor() as cursor:
        cursor.execute(_MOVES, params)
        for client_id, at, stage, returns, by_person in cursor.fetchall():
            moves[client_id].append(Move(at, stage, returns=returns, by_person=by_person))
    return moves


def _write(ids: list[int], history: list[tuple[int, str, datetime]], *, now: datetime) -> None:
    of, stages, moments = ([row[column] for row in history] for column in range(3))
    passed = {"of": of, "stages": stages, "moments": moments}
    params: Params = {"clients": ids, "actor": ACTOR, **passed}
    with connection.cursor() as cursor:
        cursor.execute(_DROP, params)
        wrong = [row[0] for row in cursor.fetchall()]
        cursor.execute(_ADD, params)
        new = cursor.fetchall()
        cursor.execute(_SETTLE, params)
    if wrong:
        journal.void(wrong, at=now, actor=ACTOR, reason="the history was replayed")
    if new:
        journal.append_from(
            "stage_entered",
            source="provodnik",
            columns=("client_id", "item", "happened_at", "actor"),
            query=_UNSAID,
            params=(ACTOR, *([row[column] for row in new] for column in range(3))),
        )


_VALID: LiteralString = """
NOT EXISTS (
  SELECT FROM kernel_journalentry void
  WHERE void.client_id = e.client_id AND void.value = e.id
    AND void.event_id = (SELECT id FROM kernel_eventname WHERE name = 'entry_voided'))
"""

# OFFSET 0 keeps each look at the journal a look by its index: after a first import the planner
# knows nothing of the tables yet and would rather read the school's whole journal.

# An entry concerns a client when it would lead on from the stage of that moment, or back to it.
_CONCERNED = """
WITH rule AS (
  SELECT * FROM jsonb_to_recordset(%(rules)s::jsonb)
    AS rule (stage text, event text, deed text, repeat_only boolean)
), told AS (
  SELECT DISTINCT coalesce(a.survivor_id, e.client_id) AS client_id, e.happened_at, rule.stage,
         rule.repeat_only
  FROM unnest(%(entries)s::bigint[]) AS new (id)
  CROSS JOIN LATERAL (SELECT * FROM kernel_journalentry WHERE id = new.id OFFSET 0) AS e
  JOIN kernel_eventname n ON n.id = e.event_id
  JOIN rule ON rule.event = n.name AND (rule.deed IS NULL OR rule.deed = e.item)
  LEFT JOIN people_clientalias a ON a.client_id = e.client_id
)
SELECT DISTINCT told.client_id FROM told
LEFT JOIN LATERAL (
  SELECT stage FROM people_stageentry past
  WHERE past.client_id = told.client_id AND past.entered_at <= told.happened_at
  ORDER BY past.entered_at DESC LIMIT 1
) AS here ON true
WHERE here.stage IS NULL
   OR array_position(%(order)s::text[], here.stage)
      < array_position(%(order)s::text[], told.stage)
   OR (told.repeat_only AND here.stage <> told.stage)
"""

# An order is one purchase, at its first payment; a stage met again and again is met once.
_MOVES = """
WITH rule AS (
  SELECT * FROM jsonb_to_recordset(%(rules)s::jsonb)
    AS rule (rule text, stage text, event text, deed text, at_least integer, repeat_only boolean)
), known AS (
  SELECT id AS client_id, id AS known_as FROM unnest(%(clients)s::bigint[]) AS id
  UNION ALL
  SELECT survivor_id, client_id FROM people_clientalias WHERE survivor_id = ANY(%(clients)s)
), mine AS MATERIALIZED (
  SELECT known.client_id, n.name AS event, e.item, e.happened_at, e.id, e.value, e.external_id
  FROM known
  CROSS JOIN LATERAL (
    SELECT * FROM kernel_journalentry WHERE client_id = known.known_as OFFSET 0) AS e
  JOIN kernel_eventname n ON n.id = e.event_id
  WHERE n.name = 'entry_voided' OR n.name IN (SELECT event FROM rule)
), told AS (
  SELECT client_id, event, item, happened_at, id,
         CASE WHEN event = 'payment_received'
              THEN coalesce(item, external_id, id::text) ELSE id::text END AS occurrence
  FROM mine
  WHERE event <> 'entry_voided' AND (event <> 'payment_received' OR value > 0)
    AND id NOT IN (SELECT value FROM mine WHERE event = 'entry_voided')
), once AS (
  SELECT DISTINCT ON (client_id, event, occurrence) * FROM told
  ORDER BY client_id, event, occurrence, happened_at, id
), counted AS (
  SELECT once.client_id, once.happened_at, once.id, rule.*,
         row_number() OVER (PARTITION BY once.client_id, rule.rule
                            ORDER BY once.happened_at, once.id) AS nth
  FROM once JOIN rule ON rule.event = once.event
                      AND (rule.deed IS NULL OR rule.deed = once.item)
), moved AS (
  SELECT client_id, happened_at, id, stage, repeat_only, false AS by_person
  FROM counted WHERE nth >= at_least + repeat_only::integer
  UNION ALL
  SELECT known.client_id, decided.entered_at, decided.id, decided.stage, false, true
  FROM known JOIN people_stageentry decided ON decided.client_id = known.known_as
  WHERE decided.actor <> %(actor)s
), told_once AS (
  SELECT *, lag(row(stage, repeat_only, by_person))
              OVER (PARTITION BY client_id ORDER BY happened_at, by_person, id, stage) AS before
  FROM moved
)
SELECT client_id, happened_at, stage, repeat_only, by_person FROM told_once
WHERE before IS DISTINCT FROM row(stage, repeat_only, by_person)
"""

_PASSED: LiteralString = (
    """unnest(%(of)s::bigint[], %(stages)s::text[], %(moments)s::timestamptz[])"""
)

_DROP = """
WITH dropped AS (
  DELETE FROM people_stageentry entry
  WHERE entry.client_id = ANY(%(clients)s) AND entry.actor = %(actor)s
    AND (entry.client_id, entry.stage, entry.entered_at) NOT IN (SELECT * FROM {passed})
  RETURNING *
)
SELECT e.id FROM dropped
CROSS JOIN LATERAL (
  SELECT * FROM kernel_journalentry
  WHERE client_id = dropped.client_id AND happened_at = dropped.entered_at
    AND item = dropped.stage OFFSET 0) AS e
WHERE e.event_id = (SELECT id FROM kernel_eventname WHERE name = 'stage_entered') AND {valid}
""".replace("{passed}", _PASSED).replace("{valid}", _VALID)

_ADD = """
INSERT INTO people_stageentry (school_id, client_id, stage, entered_at, actor)
SELECT current_setting('app.school')::bigint, passed.*, %(actor)s FROM {passed} AS passed
ON CONFLICT (school_id, client_id, stage, entered_at) DO NOTHING
RETURNING client_id, stage, entered_at
""".replace("{passed}", _PASSED)

_SETTLE = """
UPDATE people_client SET stage = coalesce(last.stage, ''), stage_entered_at = last.entered_at
FROM unnest(%(clients)s::bigint[]) AS asked (client_id)
LEFT JOIN (
  SELECT DISTINCT ON (client_id) client_id, stage, entered_at
  FROM {passed} WITH ORDINALITY AS passed (client_id, stage, entered_at, nth)
  ORDER BY client_id, nth DESC
) AS last USING (client_id)
WHERE people_client.id = asked.client_id
""".replace("{passed}", _PASSED)

# A client who absorbed another may have entered a stage under the other's id already.
_UNSAID = """
SELECT fresh.client_id, fresh.stage, fresh.entered_at, %s
FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[]) AS fresh (client_id, stage, entered_at)
WHERE NOT EXISTS (
  SELECT FROM kernel_journalentry e
  WHERE e.client_id = ANY(ARRAY(
      SELECT fresh.client_id UNION ALL
      SELECT a.client_id FROM people_clientalias a WHERE a.survivor_id = fresh.client_id))
    AND e.happened_at = fresh.entered_at AND e.item = fresh.stage
    AND e.event_id = (SELECT id FROM kernel_eventname WHERE name = 'stage_entered')
    AND {valid})
""".replace("{valid}", _VALID)

"""What shows that conditions of stages are met, looked up for any number of clients at once."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection

from provodnik.facts.people.lifecycle.models import Mark
from provodnik.facts.people.lifecycle.types import Known, Marked, Sign
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method
from provodnik.method.shapes.people import Criterion, Proof, Stage
from provodnik.method.types import Whose

type Place = tuple[str, str]


def known(
    client_ids: Collection[int], *, now: datetime, stages: Collection[str] | None = None
) -> Mapping[int, Known]:
    """What is known about every condition of the method, or of some stages, for each client.

    Queries: 4, whatever the number of clients and conditions.
    """
    asked = list(client_ids)
    wanted = [s for s in method.lifecycle().stages if stages is None or str(s.key) in stages]
    signs: defaultdict[int, dict[Place, Sign]] = defaultdict(dict)
    today = now.astimezone(working_calendar().zone).date()
    found = (*_from_journal(asked, wanted, now), *_from_facts(asked, wanted, today))
    for client_id, place, sign in found:
        signs[client_id].setdefault(place, sign)
    marks = _marks(asked)
    return {one: Known(signs[one], marks.get(one, {})) for one in asked}


def conditions(stage: Stage) -> tuple[Criterion, ...]:
    """Every condition of a stage, of whatever list."""
    return (*stage.opens_with, *stage.criteria, *stage.practices)


def _proofs(stages: Collection[Stage]) -> list[tuple[Place, Proof]]:
    return [
        ((str(stage.key), str(one.key)), proof)
        for stage in stages
        for one in conditions(stage)
        for proof in one.shown_by
    ]


def _from_journal(
    asked: list[int], stages: Collection[Stage], now: datetime
) -> list[tuple[int, Place, Sign]]:
    rules = [
        {
            "stage": place[0],
            "criterion": place[1],
            "event": proof.event,
            "item": proof.item,
            "whose": proof.whose.value,
            "within_days": proof.within_days,
        }
        for place, proof in _proofs(stages)
        if proof.event is not None
    ]
    if not rules or not asked:
        return []
    params: dict[str, Any] = {"clients": asked, "rules": json.dumps(rules), "now": now}
    params |= {"client": Whose.CLIENT.value, "product": Whose.PRODUCT.value}
    with connection.cursor() as cursor:
        cursor.execute(_JOURNAL, params)
        return [(row[0], (row[1], row[2]), Sign(row[3], row[4])) for row in cursor.fetchall()]


def _from_facts(
    asked: list[int], stages: Collection[Stage], today: date
) -> list[tuple[int, Place, Sign]]:
    places = defaultdict(list)
    for place, proof in _proofs(stages):
        if proof.fact is not None:
            places[proof.fact.value].append(place)
    if not places or not asked:
        return []
    pause = method.offer_gates().dissatisfied
    params: dict[str, Any] = {
        "clients": asked,
        "csat": pause.csat_at_most * 100,
        "nps": pause.nps_at_most * 100,
        "today": today,
        "parts": json.dumps(_owned_parts()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, params)
        found = cursor.fetchall()
    return [(row[0], p, Sign(row[1], row[2])) for row in found for p in places[row[1]]]


def _owned_parts() -> list[dict[str, str | bool]]:
    """Parts of a relationship that want an owner; beneath us, so told by the method alone."""
    parts = method.relation_settings().parts
    return [{"key": one.key, "falls": one.falls_to_coordinator} for one in parts if one.needed]


def _marks(asked: list[int]) -> dict[int, dict[Place, Marked]]:
    marks: defaultdict[int, dict[Place, Marked]] = defaultdict(dict)
    rows = Mark.objects.filter(client_id__in=asked).select_related("marked_by")
    for row in rows:
        by = row.marked_by.name if row.marked_by else None
        marks[row.client_id][(row.stage, row.criterion)] = Marked(row.note, row.marked_at, by)
    return marks


# OFFSET 0 keeps each look at the journal a look by its index, as in services.stages.
_JOURNAL = """
WITH rule AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(%(rules)s::jsonb)
    AS rule (stage text, criterion text, event text, item text, whose text, within_days integer)
), known AS MATERIALIZED (
  SELECT id AS client_id, id AS known_as FROM unnest(%(clients)s::bigint[]) AS id
  UNION ALL
  SELECT survivor_id, client_id FROM people_clientalias WHERE survivor_id = ANY(%(clients)s)
), mine AS MATERIALIZED (
  SELECT known.client_id, n.name AS event, e.id, e.item, e.product_id, e.happened_at, e.value
  FROM known
  CROSS JOIN LATERAL (
    SELECT * FROM kernel_journalentry WHERE client_id = known.known_as OFFSET 0) AS e
  JOIN kernel_eventname n ON n.id = e.event_id
), valid AS MATERIALIZED (
  SELECT * FROM mine
  WHERE event <> 'entry_voided'
    AND id NOT IN (SELECT value FROM mine WHERE event = 'entry_voided')
), common AS MATERIALIZED (
  SELECT n.name AS event, e.item, e.product_id, e.happened_at
  FROM (SELECT * FROM kernel_journalentry WHERE client_id IS NULL OFFSET 0) AS e
  JOIN kernel_eventname n ON n.id = e.event_id
  WHERE n.name IN (SELECT event FROM rule WHERE whose <> %(client)s)
), shown AS (
  SELECT valid.client_id, rule.*, valid.happened_at
  FROM rule JOIN valid ON rule.whose = %(client)s AND valid.event = rule.event
   AND (rule.item IS NULL OR rule.item = valid.item)
  UNION ALL
  SELECT theirs.client_id, rule.*, common.happened_at
  FROM rule JOIN common ON rule.whose = %(product)s AND common.event = rule.event
  JOIN (SELECT DISTINCT client_id, product_id FROM valid
        WHERE event IN ('payment_received', 'order_placed', 'enrolled')) AS theirs
    ON theirs.product_id = common.product_id
  UNION ALL
  SELECT asked.client_id, rule.*, common.happened_at
  FROM rule JOIN common ON rule.whose NOT IN (%(client)s, %(product)s)
   AND common.event = rule.event AND (rule.item IS NULL OR rule.item = common.item)
  CROSS JOIN unnest(%(clients)s::bigint[]) AS asked (client_id)
)
SELECT DISTINCT ON (client_id, stage, criterion) client_id, stage, criterion, event, happened_at
FROM shown
WHERE happened_at <= %(now)s
  AND (within_days = 0 OR happened_at > %(now)s - make_interval(days => within_days))
ORDER BY client_id, stage, criterion, happened_at DESC
"""

_FACTS = """
WITH asked AS MATERIALIZED (
  SELECT * FROM people_client WHERE id = ANY(%(clients)s::bigint[])
)
SELECT id, 'goal', goal.at FROM asked CROSS JOIN LATERAL (
  SELECT max(recorded_at) AS at FROM people_goal WHERE client_id = asked.id) AS goal
WHERE goal.at IS NOT NULL
UNION ALL
SELECT id, 'note', note.at FROM asked CROSS JOIN LATERAL (
  SELECT max(written_at) AS at FROM people_note WHERE client_id = asked.id) AS note
WHERE note.at IS NOT NULL
UNION ALL
SELECT id, 'win', win.at FROM asked CROSS JOIN LATERAL (
  SELECT max(confirmed_at) AS at FROM lifecycle_win WHERE client_id = asked.id) AS win
WHERE win.at IS NOT NULL
UNION ALL
SELECT id, 'coordinator', NULL FROM asked WHERE coordinator_id IS NOT NULL
UNION ALL
SELECT id, 'contact', NULL FROM asked WHERE email <> '' OR phone <> '' OR telegram <> ''
UNION ALL
SELECT id, 'satisfied', satisfaction_at FROM asked
WHERE open_complaints = 0 AND coalesce(last_csat, last_nps) IS NOT NULL
  AND coalesce(last_csat > %(csat)s, true) AND coalesce(last_nps > %(nps)s, true)
UNION ALL
SELECT id, 'future_contact', NULL FROM asked WHERE EXISTS (
  SELECT FROM lifecycle_contact c
  WHERE c.client_id = asked.id AND c.made_at IS NULL AND c.due_on >= %(today)s)
UNION ALL
SELECT id, 'roles', NULL FROM asked WHERE NOT EXISTS (
  SELECT FROM jsonb_to_recordset(%(parts)s::jsonb) AS part (key text, falls boolean)
  WHERE NOT EXISTS (
    SELECT FROM team_staff s WHERE s.left_on IS NULL AND (
      part.falls AND s.id = asked.coordinator_id
      OR s.id IN (SELECT o.staff_id FROM relations_partowner o
                  WHERE o.client_id = asked.id AND o.part = part.key AND o.until_at IS NULL))))
  AND (kind = 'student' OR EXISTS (
    SELECT FROM relations_clientcontact c
    WHERE c.client_id = asked.id AND c.decides AND c.left_on IS NULL))
UNION ALL
SELECT id, 'no_accesses', NULL FROM asked WHERE NOT EXISTS (
  SELECT FROM accesses_accessgrant g
  WHERE g.holder_client_id = asked.id AND g.revoked_at IS NULL)
  AND NOT EXISTS (
  SELECT FROM accesses_accessgrant g
  WHERE g.about_client_id = asked.id AND g.revoked_at IS NULL)
"""

"""Writing many touches at once, and telling the journal of them."""

from typing import Any, LiteralString

from django.db import connection

from provodnik.kernel import journal

NOTHING: LiteralString = "NOTHING"


def plan_touches(
    wanted: LiteralString, params: dict[str, Any], *, known: LiteralString = NOTHING
) -> int:
    """Plan a touch of `params["kind"]` for every row of `wanted`; journal them. How many.

    `wanted` selects, in this order: client, owner, origin, occurrence, reason, step, product,
    goal, script, channel, stake, due_from, due_at. `known` says what to do with a touch that
    is planned already. The one door of whatever the system plans in sets: while the general
    switch is off it plans nothing, and what was due is planned when it is on again.
    """
    statement = _PLAN.replace("{wanted}", wanted).replace("{known}", known)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        ids = [row[0] for row in cursor.fetchall()]
    if ids:
        _record("touch_planned", _PLANNED, [ids])
    return len(ids)


def cancel_touches(statement: LiteralString, params: dict[str, Any]) -> int:
    """Run a statement that returns ids of touches it cancelled; journal them. How many."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        ids = [row[0] for row in cursor.fetchall()]
    if ids:
        _record("touch_cancelled", _CANCELLED, [params["now"], ids])
    return len(ids)


def miss_touches(statement: LiteralString, params: dict[str, Any]) -> int:
    """Run a statement that returns ids of touches it found missed; journal them. How many."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        ids = [row[0] for row in cursor.fetchall()]
    if ids:
        _record("touch_missed", _MISSED, [params["now"], ids])
    return len(ids)


def _record(event: str, query: LiteralString, params: list[object]) -> None:
    journal.append_from(
        event,
        source="provodnik",
        columns=(
            "happened_at",
            "client_id",
            "staff_id",
            "product_id",
            "item",
            "channel",
            "actor",
            "attrs",
        ),
        query=query,
        params=params,
    )


_PLAN: LiteralString = """
INSERT INTO queue_touch AS t
  (school_id, kind, state, attempt, outcome, objection, note, closed_reason, planned_at,
   client_id, owner_id, origin, occurrence, reason, step_id, product_id, goal_id, script, channel,
   stake_kopecks, due_from, due_at)
SELECT current_setting('app.school')::bigint, %(kind)s, 'planned', 1, '', '', '', '', %(now)s,
       wanted.*
FROM ({wanted}) AS wanted
WHERE NOT EXISTS (SELECT FROM queue_automationstop WHERE resumed_at IS NULL)
ON CONFLICT (school_id, origin, client_id, occurrence) DO {known}
RETURNING id
"""

_PLANNED: LiteralString = """
SELECT planned_at, client_id, owner_id, product_id, kind, nullif(channel, ''), 'rule:' || origin,
       jsonb_build_object('touch', id, 'origin', origin)
FROM queue_touch WHERE id = ANY(%s)
"""

_CANCELLED: LiteralString = """
SELECT %s, client_id, owner_id, product_id, kind, nullif(channel, ''), 'rule:' || closed_reason,
       jsonb_build_object('touch', id, 'reason', closed_reason)
FROM queue_touch WHERE id = ANY(%s)
"""

_MISSED: LiteralString = """
SELECT %s, client_id, owner_id, product_id, kind, nullif(channel, ''), 'rule:missed',
       jsonb_build_object('touch', id, 'reason', 'late')
FROM queue_touch WHERE id = ANY(%s)
"""

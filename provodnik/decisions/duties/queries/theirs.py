"""«Not their job»: functions of the guarded department carried out or held by other departments.

Who carried it out is the member who acted; for entries of a file, whom the file names.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from provodnik.decisions.duties.types import DoneEntry, DoneRow, WorkRow
from provodnik.method import queries as method
from provodnik.method.types import OpenWork


def done_by_others(*, now: datetime) -> list[DoneRow]:
    """Who of the watched roles did the department's work lately, the most first.

    Shape:   one line a person and function; `total` counts everybody's entries of the function
    Queries: 1. Entries taken back are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DONE, _asked(now))
        return [DoneRow(*row) for row in cursor.fetchall()]


def done_entries(
    staff_id: int, function: str, *, now: datetime, offset: int = 0
) -> list[DoneEntry]:
    """A page of the entries behind one line of `done_by_others`, the latest first. One query."""
    limit = method.duty_settings().most_shown
    params = {**_asked(now), "staff": staff_id, "function": function}
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, {**params, "limit": limit, "offset": offset})
        return [DoneEntry(*row) for row in cursor.fetchall()]


def open_work() -> list[WorkRow]:
    """The department's work that now lies with people of the watched roles. One query.

    Requests they own, homework they hold or have claimed, contacts planned for them, tasks of a
    file that are theirs and not closed. By person, the oldest first.
    """
    settings = method.duty_settings()
    kinds = {kind.value for one in settings.own_functions() for kind in one.work}
    params = {"roles": sorted(settings.watched_roles()), "kinds": sorted(kinds)}
    with connection.cursor() as cursor:
        cursor.execute(_WORK, params)
        found = cursor.fetchall()
    return [
        WorkRow(staff_id, name, role, OpenWork(kind), *rest)
        for staff_id, name, role, kind, *rest in found
    ]


def _asked(now: datetime) -> dict[str, Any]:
    settings = method.duty_settings()
    rules = [
        {"function": str(one.key), "event": str(event)}
        for one in settings.own_functions()
        for event in one.shown_by
    ]
    return {
        "rules": json.dumps(rules),
        "roles": sorted(settings.watched_roles()),
        "since": now - timedelta(days=settings.days),
        "now": now,
    }


_TOLD = """
WITH rule AS (
  SELECT rule.function, n.id AS event_id, n.name AS event
  FROM jsonb_to_recordset(%(rules)s::jsonb) AS rule (function text, event text)
  JOIN kernel_eventname n ON n.name = rule.event
), void AS MATERIALIZED (
  SELECT e.value FROM kernel_journalentry e
  WHERE e.event_id = (SELECT id FROM kernel_eventname WHERE name = 'entry_voided')
), told AS (
  SELECT rule.function, rule.event, e.id, e.item, e.happened_at, e.client_id,
         coalesce(substring(e.actor FROM '^staff:([0-9]+)$')::bigint, e.staff_id) AS staff_id
  FROM kernel_journalentry e JOIN rule ON rule.event_id = e.event_id
  WHERE e.happened_at > %(since)s AND e.happened_at <= %(now)s
    AND e.id NOT IN (SELECT value FROM void WHERE value IS NOT NULL)
)
"""

_DONE = """
{told}, counted AS (
  SELECT function, staff_id, count(*) AS n, sum(count(*)) OVER (PARTITION BY function) AS total
  FROM told GROUP BY function, staff_id
)
SELECT s.id, s.name, s.role, counted.function, counted.n::integer, counted.total::integer
FROM counted JOIN team_staff s ON s.id = counted.staff_id
WHERE s.role = ANY(%(roles)s)
ORDER BY counted.n DESC, s.sort_key, s.id, counted.function
""".replace("{told}", _TOLD)

_ENTRIES = """
{told}
SELECT told.id, told.event, told.item, told.happened_at, c.id, c.name,
       (count(*) OVER ())::integer
FROM told
LEFT JOIN people_clientalias a ON a.client_id = told.client_id
LEFT JOIN people_client c ON c.id = coalesce(a.survivor_id, told.client_id)
WHERE told.staff_id = %(staff)s AND told.function = %(function)s
ORDER BY told.happened_at DESC, told.id DESC LIMIT %(limit)s OFFSET %(offset)s
""".replace("{told}", _TOLD)

# A task is whoever's it was given to last.
_WORK = """
WITH theirs AS MATERIALIZED (
  SELECT * FROM team_staff WHERE role = ANY(%(roles)s) AND left_on IS NULL
), task AS (
  SELECT e.id, e.item, n.name AS event, e.staff_id, e.happened_at
  FROM kernel_journalentry e JOIN kernel_eventname n ON n.id = e.event_id
  WHERE 'tasks' = ANY(%(kinds)s) AND n.name IN ('task_opened', 'task_assigned', 'task_closed')
), held AS (
  SELECT DISTINCT ON (item) item, staff_id, happened_at FROM task
  WHERE event <> 'task_closed' AND staff_id IS NOT NULL
    AND item NOT IN (SELECT item FROM task WHERE event = 'task_closed')
  ORDER BY item, happened_at DESC, id DESC
), work AS (
  SELECT t.owner_id AS staff_id, 'tickets' AS kind, t.id AS target_id, t.subject AS title,
         t.client_id, t.opened_at AS since_at
  FROM desk_ticket t WHERE t.state IN ('open', 'waiting') AND t.owner_id IN (SELECT id FROM theirs)
  UNION ALL
  SELECT coalesce(w.claimed_by_id, w.holder_id), 'works', w.id, l.name, w.client_id, w.asked_at
  FROM homework_work w JOIN courses_lesson l ON l.id = w.lesson_id
  WHERE w.state = 'waiting' AND coalesce(w.claimed_by_id, w.holder_id) IN (SELECT id FROM theirs)
  UNION ALL
  SELECT t.owner_id, 'touches', t.id, t.reason, t.client_id, t.due_from
  FROM queue_touch t WHERE t.state = 'planned' AND t.owner_id IN (SELECT id FROM theirs)
  UNION ALL
  SELECT staff_id, 'tasks', NULL, item, NULL, happened_at FROM held
  WHERE staff_id IN (SELECT id FROM theirs)
)
SELECT s.id, s.name, s.role, work.kind, work.target_id, work.title, c.id, c.name, work.since_at
FROM work JOIN theirs s ON s.id = work.staff_id
LEFT JOIN people_client c ON c.id = work.client_id
WHERE work.kind = ANY(%(kinds)s)
ORDER BY s.sort_key, s.id, work.since_at, work.target_id
"""

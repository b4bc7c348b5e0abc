"""Who takes part in a launch: joined, did tasks, came. Set-based, whatever the length of a list."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction

from provodnik.facts.sales.models import Launch
from provodnik.kernel import journal


@transaction.atomic
def join(launch_id: int, client_ids: Collection[int], *, actor: str, now: datetime) -> int:
    """Add clients to a launch; who is there stays. Returns how many came anew.

    Somebody merged into another joins as the other. Queries: 3.
    Raises:  Launch.DoesNotExist
    """
    launch = Launch.objects.get(pk=launch_id)
    changed = _changed(_JOIN, {"launch": launch_id, "clients": list(client_ids), "now": now})
    _tell("launch_joined", launch, changed, actor=actor, now=now)
    return len(changed)


@transaction.atomic
def leave(launch_id: int, client_ids: Collection[int], *, actor: str, now: datetime) -> int:
    """Take clients off a launch: they were added by mistake. Returns how many.

    Raises:  Launch.DoesNotExist
    """
    launch = Launch.objects.get(pk=launch_id)
    changed = _changed(_LEAVE, {"launch": launch_id, "clients": list(client_ids)})
    _tell("launch_left", launch, changed, actor=actor, now=now)
    journal.void(_attendance(launch_id, changed), at=now, actor=actor, reason="undone")
    return len(changed)


@transaction.atomic
def note_came(launch_id: int, client_ids: Collection[int], *, actor: str, now: datetime) -> int:
    """Mark who came to the event; a stranger to the launch joins by it. Returns how many anew.

    The mark is attendance of a group activity (R-121).
    Raises:  Launch.DoesNotExist
    """
    join(launch_id, client_ids, actor=actor, now=now)
    launch = Launch.objects.get(pk=launch_id)
    changed = _changed(_COME, {"launch": launch_id, "clients": list(client_ids), "now": now})
    _tell("activity_joined", launch, changed, actor=actor, now=now)
    return len(changed)


@transaction.atomic
def unnote_came(launch_id: int, client_ids: Collection[int], *, actor: str, now: datetime) -> int:
    """Take a mark of attendance back. Returns how many had one."""
    changed = _changed(_NOT_COME, {"launch": launch_id, "clients": list(client_ids)})
    journal.void(_attendance(launch_id, changed), at=now, actor=actor, reason="undone")
    return len(changed)


@transaction.atomic
def note_tasks(
    launch_id: int, client_ids: Collection[int], tasks: int, *, actor: str, now: datetime
) -> int:
    """Note how many tasks clients have done by now; a stranger joins. Returns how many changed.

    Raises:  Launch.DoesNotExist
    """
    join(launch_id, client_ids, actor=actor, now=now)
    launch = Launch.objects.get(pk=launch_id)
    params = {"launch": launch_id, "clients": list(client_ids), "tasks": tasks}
    changed = _changed(_DO, params)
    _tell("launch_tasks_done", launch, changed, actor=actor, now=now, value=tasks)
    return len(changed)


@transaction.atomic
def tell_interest(
    launch_id: int, client_id: int, product_id: int, *, text: str = "", actor: str, now: datetime
) -> None:
    """A client's answer in a questionnaire: this product interests me (R-101). Once a product.

    Raises:  Launch.DoesNotExist
    """
    launch = Launch.objects.get(pk=launch_id)
    join(launch_id, [client_id], actor=actor, now=now)
    note_came(launch_id, [client_id], actor=actor, now=now)
    journal.record(
        "interest_told",
        happened_at=now,
        actor=actor,
        client_id=client_id,
        product_id=product_id,
        item=launch.name,
        channel=launch.channel,
        external_id=f"interest:{launch_id}:{client_id}:{product_id}",
        attrs={"launch": launch_id, "text": text},
    )


def _changed(statement: str, params: dict[str, object]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)  # type: ignore[arg-type]  # lists adapt to arrays
        return [row[0] for row in cursor.fetchall()]


def _tell(
    event: str,
    launch: Launch,
    clients: list[int],
    *,
    actor: str,
    now: datetime,
    value: int | None = None,
) -> None:
    if not clients:
        return
    journal.append_from(
        event,
        source="provodnik",
        columns=("happened_at", "actor", "item", "channel", "value", "attrs", "client_id"),
        query="SELECT %s::timestamptz, %s, %s, %s, %s::bigint,"
        " jsonb_build_object('launch', %s::bigint), client_id"
        " FROM unnest(%s::bigint[]) AS client_id",
        params=(now, actor, launch.name, launch.channel, value, launch.pk, clients),
    )


def _attendance(launch_id: int, clients: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_ATTENDANCE, [clients, journal.event_id("activity_joined"), launch_id])
        return [row[0] for row in cursor.fetchall()]


_JOIN = """
INSERT INTO sales_participant (school_id, launch_id, client_id, joined_at, tasks_done)
SELECT DISTINCT current_setting('app.school')::bigint, %(launch)s::bigint,
       coalesce(a.survivor_id, asked.id), %(now)s::timestamptz, 0
FROM unnest(%(clients)s::bigint[]) AS asked (id)
LEFT JOIN people_clientalias AS a ON a.client_id = asked.id
ON CONFLICT (school_id, launch_id, client_id) DO NOTHING
RETURNING client_id
"""

_LEAVE = """
DELETE FROM sales_participant
WHERE launch_id = %(launch)s AND client_id = ANY(%(clients)s) RETURNING client_id
"""

_COME = """
UPDATE sales_participant AS p SET came_at = %(now)s
WHERE p.launch_id = %(launch)s AND p.came_at IS NULL AND p.client_id IN (
  SELECT coalesce(a.survivor_id, asked.id) FROM unnest(%(clients)s::bigint[]) AS asked (id)
  LEFT JOIN people_clientalias AS a ON a.client_id = asked.id)
RETURNING client_id
"""

_NOT_COME = """
UPDATE sales_participant SET came_at = NULL
WHERE launch_id = %(launch)s AND came_at IS NOT NULL AND client_id = ANY(%(clients)s)
RETURNING client_id
"""

_DO = """
UPDATE sales_participant AS p SET tasks_done = %(tasks)s
WHERE p.launch_id = %(launch)s AND p.tasks_done <> %(tasks)s AND p.client_id IN (
  SELECT coalesce(a.survivor_id, asked.id) FROM unnest(%(clients)s::bigint[]) AS asked (id)
  LEFT JOIN people_clientalias AS a ON a.client_id = asked.id)
RETURNING client_id
"""

# The latest mark of each: an earlier one was voided when it was taken back.
_ATTENDANCE = """
SELECT max(id) FROM kernel_journalentry
WHERE client_id = ANY(%s) AND event_id = %s AND (attrs ->> 'launch')::bigint = %s
GROUP BY client_id
"""

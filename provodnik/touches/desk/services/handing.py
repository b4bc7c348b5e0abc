"""Who gets a ticket: by its topic, the student's own people, the rota and the load."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count

from provodnik.facts.learning.models import Membership
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal
from provodnik.method.desk_words import FirstHolder
from provodnik.method.shapes.desk import DeskTopic
from provodnik.touches.desk.models import Shift, Ticket
from provodnik.touches.desk.rules import least_loaded
from provodnik.touches.desk.types import LIVE, ShiftKind

_LIVE = [state.value for state in LIVE]


def holder_for(topic: DeskTopic, client: Client, *, now: datetime) -> tuple[int | None, str]:
    """Who gets a new ticket, and by which rule: duty, coordinator, curator, role or nobody.

    Somebody away or gone gets none; then the least loaded of the roles that stand in.
    """
    duty = on_shift(ShiftKind.DUTY, now=now)
    away = set(on_shift(ShiftKind.AWAY, now=now))
    on_duty = [staff_id for staff_id in duty if staff_id not in away]
    if on_duty:
        return on_duty[0], "duty"
    own_id = _own(topic.holder, client)
    if own_id is not None and own_id in _working([own_id], away):
        return own_id, "curator" if topic.holder is FirstHolder.CURATOR else "coordinator"
    for role in topic.roles:
        free = _working(Staff.objects.filter(role=role).values_list("pk", flat=True), away)
        found = least_loaded(loads(free))
        if found is not None:
            return found, "role"
    return None, "nobody"


def on_shift(kind: ShiftKind, *, now: datetime) -> list[int]:
    """Who is on duty or away at a moment, the latest appointed first."""
    now_on = Shift.objects.filter(kind=kind.value, from_at__lte=now, to_at__gt=now)
    return list(now_on.order_by("-from_at", "-pk").values_list("staff_id", flat=True))


def loads(staff_ids: Collection[int]) -> dict[int, int]:
    """Live tickets by their owner, those without any included."""
    live = Ticket.objects.filter(owner_id__in=staff_ids, state__in=_LIVE)
    counted = dict(live.values_list("owner_id").annotate(n=Count("pk")))
    return {staff_id: counted.get(staff_id, 0) for staff_id in staff_ids}


@transaction.atomic
def assign(
    ticket_ids: Sequence[int],
    *,
    to_id: int | None,
    reason: str,
    by_id: int | None,
    now: datetime,
) -> list[int]:
    """Give live tickets to a member, or to nobody. Returns those that changed hands.

    Queries: 2 and one a thousand listeners, whatever the number of tickets.

    Raises:  IntegrityError at commit: no such member
    """
    actor = "system" if by_id is None else staff_actor(by_id)
    params = {"ids": list(ticket_ids), "to": to_id, "by": by_id, "reason": reason, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(_ASSIGN, params)
        changed = sorted(row[0] for row in cursor.fetchall())
    if changed:
        journal.append_from(
            "ticket_assigned",
            source="provodnik",
            columns=("happened_at", "actor", "client_id", "staff_id", "item", "channel", "attrs"),
            query="SELECT %s::timestamptz, %s, client_id, owner_id, '#' || number, channel,"
            " jsonb_build_object('reason', %s::text) FROM desk_ticket WHERE id = ANY(%s)",
            params=(now, actor, reason, changed),
        )
    return changed


def _own(holder: FirstHolder, client: Client) -> int | None:
    if holder is FirstHolder.COORDINATOR:
        return client.coordinator_id
    if holder is FirstHolder.ROLE:
        return None
    learning = Membership.objects.filter(client=client, left_at=None, cohort__curator__isnull=False)
    latest = learning.order_by("-joined_at", "-pk").values_list("cohort__curator_id", flat=True)
    return latest.first() or client.coordinator_id


def _working(staff_ids: Collection[int], away: Collection[int]) -> list[int]:
    here = Staff.objects.filter(pk__in=staff_ids, left_on=None).exclude(pk__in=away)
    return list(here.order_by("pk").values_list("pk", flat=True))


_ASSIGN = """
WITH given AS (
  UPDATE desk_ticket SET owner_id = %(to)s
  WHERE id = ANY(%(ids)s::bigint[]) AND state IN ('open', 'waiting')
    AND owner_id IS DISTINCT FROM %(to)s
  RETURNING school_id, id
)
INSERT INTO desk_turn (school_id, ticket_id, holder_id, from_at, by_id, reason)
SELECT school_id, id, %(to)s, %(now)s, %(by)s, %(reason)s FROM given
RETURNING ticket_id
"""

"""The relationship after completion: contacts to come, who recommended us."""

import json
from collections.abc import Collection
from datetime import date, datetime
from typing import LiteralString

from django.db import connection, transaction

from provodnik.facts.people.lifecycle.errors import SaysNothing
from provodnik.facts.people.lifecycle.models import Contact, Referral
from provodnik.facts.people.services.clients import standing
from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools
from provodnik.kernel.models import JournalEntry
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method

ACTOR = "method:lifecycle"


@transaction.atomic
def plan_contacts(*, now: datetime, client_ids: Collection[int] | None = None) -> int:
    """Give everybody who has finished the contacts still to come. How many were planned.

    Days that have passed already are left out. Repeating it changes nothing.
    Statements: 2, whatever the number of clients.
    """
    after, zone = method.lifecycle().afterwards, working_calendar().zone
    params = {
        "stage": after.stage,
        "contacts": json.dumps([{"key": c.key, "days": c.after_days} for c in after.contacts]),
        "clients": None if client_ids is None else list(client_ids),
        "today": now.astimezone(zone).date(),
        "zone": str(zone),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PLAN, params)
        ids = [row[0] for row in cursor.fetchall()]
    if ids:
        journal.append_from(
            "contact_planned",
            source="provodnik",
            columns=("happened_at", "client_id", "item", "actor", "attrs"),
            query=_PLANNED,
            params=(now, ACTOR, ids),
        )
    return len(ids)


@transaction.atomic
def make_contact(contact_id: int, *, now: datetime, actor: str) -> Contact:
    """Note that the contact was made. The first time stays.

    Raises:  Contact.DoesNotExist
    """
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    if contact.made_at is not None:
        return contact
    contact.made_at, contact.made_by_id = now, actor_staff_id(actor)
    contact.save(update_fields=["made_at", "made_by"])
    journal.record(
        "contact_made",
        happened_at=now,
        actor=actor,
        client_id=contact.client_id,
        item=contact.key,
    )
    return contact


@transaction.atomic
def unmake_contact(contact_id: int, *, made_at: datetime, now: datetime, actor: str) -> None:
    """Take back that a contact was made at this moment; one made otherwise stays made.

    Raises:  Contact.DoesNotExist
    """
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    if contact.made_at != made_at:
        return
    entries = JournalEntry.objects.filter(
        client_id=contact.client_id,
        event__name="contact_made",
        item=contact.key,
        happened_at=made_at,
    )
    ids = list(entries.values_list("pk", flat=True))
    journal.void(ids, at=now, actor=actor, reason="undone")
    contact.made_at = contact.made_by = None
    contact.save(update_fields=["made_at", "made_by"])


@transaction.atomic
def record_referral(
    client_id: int,
    *,
    whom: str,
    told_on: date,
    now: datetime,
    actor: str,
    came_as: int | None = None,
) -> Referral:
    """Write down whom a client recommended us to, and as which client they came.

    Raises:  Client.DoesNotExist; SaysNothing
    """
    if not whom.strip():
        raise SaysNothing("whom")
    client = standing(client_id)
    made, is_new = Referral.objects.get_or_create(
        school_id=schools.current(),
        client=client,
        whom=whom.strip(),
        told_on=told_on,
        defaults={
            "came_as_id": None if came_as is None else standing(came_as).pk,
            "recorded_at": now,
            "recorded_by_id": actor_staff_id(actor),
        },
    )
    if is_new:
        journal.record(
            "referral_recorded",
            happened_at=now,
            actor=actor,
            client_id=client.pk,
            attrs={"whom": made.whom},
        )
    return made


_PLAN: LiteralString = """
WITH contact AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(%(contacts)s::jsonb) AS contact (key text, days integer)
), finished AS MATERIALIZED (
  SELECT id, stage_entered_at AS at,
         (stage_entered_at AT TIME ZONE %(zone)s)::date AS completed_on
  FROM people_client
  WHERE stage = %(stage)s AND merged_into_id IS NULL
    AND (%(clients)s::bigint[] IS NULL OR id = ANY(%(clients)s::bigint[]))
)
INSERT INTO lifecycle_contact (school_id, client_id, key, completed_at, due_on)
SELECT current_setting('app.school')::bigint, finished.id, contact.key, finished.at,
       completed_on + contact.days
FROM finished CROSS JOIN contact WHERE completed_on + contact.days > %(today)s::date
ON CONFLICT (school_id, client_id, key, completed_at) DO NOTHING
RETURNING id
"""

_PLANNED: LiteralString = """
SELECT %s::timestamptz, client_id, key, %s::text, jsonb_build_object('due', due_on)
FROM lifecycle_contact WHERE id = ANY(%s::bigint[])
"""

"""Contacts with those who have finished stand in the coordinator's day when they are due."""

from datetime import datetime
from typing import Any, LiteralString

from django.db import transaction

from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method
from provodnik.method import words
from provodnik.method.types import Deed
from provodnik.touches.queue.planning.slots import load_slots
from provodnik.touches.queue.planning.writing import plan_touches
from provodnik.touches.queue.types import Origin


@transaction.atomic
def plan_due_contacts(*, now: datetime) -> int:
    """Plan a touch for every contact whose day has come and that nobody made. How many.

    Once a contact; a key the method no longer knows is left alone. Queries: 6.
    """
    params = {
        "now": now,
        "today": now.astimezone(working_calendar().zone).date(),
        "kind": Deed.SUPPORT.value,
        "origin": Origin.CONTACT.value,
        "script": method.queue_settings().deed(Deed.SUPPORT).script,
        **_sentences(),
    }
    load_slots(_DUE, params, now=now)
    return plan_touches(_WANTED.replace("{due}", _DUE), params)


def _sentences() -> dict[str, Any]:
    why = method.queue_settings().why
    contacts = method.lifecycle().afterwards.contacts
    return {
        "keys": [str(one.key) for one in contacts],
        "reasons": [
            words.fill(why.contact, {"title": one.title, "what": one.what}) for one in contacts
        ],
    }


_DUE: LiteralString = """
SELECT c.id AS contact_id, c.client_id, c.key FROM lifecycle_contact AS c
WHERE c.made_at IS NULL AND c.due_on <= %(today)s
"""

_WANTED: LiteralString = """
SELECT p.id, p.coordinator_id, %(origin)s, 'contact:' || due.contact_id, left(said.reason, 500),
       NULL::bigint, NULL::bigint, NULL::bigint, %(script)s, '', 0::bigint,
       slot.due_from, slot.due_at
FROM ({due}) AS due
JOIN people_client AS p ON p.id = due.client_id AND p.merged_into_id IS NULL
JOIN unnest(%(keys)s::text[], %(reasons)s::text[]) AS said (key, reason) ON said.key = due.key
JOIN slot ON slot.zone = p.timezone AND slot.kind = %(kind)s
"""

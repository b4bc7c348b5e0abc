"""Noting the moments of learners that steps of the path wait for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from provodnik.facts.catalog.types import Trigger
from provodnik.kernel import journal
from provodnik.method import queries as method

NOTED = (Trigger.MODULE, Trigger.COURSE, Trigger.GRADUATION, Trigger.GOAL)
_KEPT_DAYS = 366


def note_moments(entry_ids: Sequence[int]) -> int:
    """Note what these journal entries mean for the path. Returns how many were new.

    A listener's work: one statement whatever the number of entries, harmless twice.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, {**_events(), "entries": list(entry_ids)})
        return int(cursor.rowcount)


@transaction.atomic
def renote_moments(*, now: datetime) -> int:
    """The nightly sweep: note what a lost job missed, forget what was found wrong.

    Looks as far back as a step may wait. Returns how many were new.
    """
    since = now - timedelta(days=_KEPT_DAYS + method.queue_settings().moment_days)
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"voided": journal.event_id("entry_voided"), "since": since})
        cursor.execute(_ALL, {**_events(), "since": since})
        entries = [row[0] for row in cursor.fetchall()]
    return note_moments(entries)


def _events() -> dict[str, Any]:
    return {
        "events": [journal.event_id(trigger.value) for trigger in NOTED],
        "voided": journal.event_id("entry_voided"),
        "goal": journal.event_id(Trigger.GOAL.value),
        "module": journal.event_id(Trigger.MODULE.value),
    }


# A merged client's moments are the survivor's. A goal may be reached many times, each a
# moment of its own; a module or a course of a product is finished once.
_NOTE = """
INSERT INTO queue_moment
  (school_id, client_id, trigger, product_id, item, occurrence, happened_at, entry_id)
SELECT e.school_id, c.id, n.name, e.product_id, told.item,
       left(CASE WHEN e.event_id = %(goal)s THEN n.name || ':' || e.id
                 ELSE n.name || ':' || coalesce(e.product_id::text, '') || ':' || told.item END,
            120),
       e.happened_at, e.id
FROM kernel_journalentry AS e
JOIN kernel_eventname AS n ON n.id = e.event_id
LEFT JOIN people_clientalias AS a ON a.client_id = e.client_id
JOIN people_client AS c ON c.id = coalesce(a.survivor_id, e.client_id)
CROSS JOIN LATERAL (
  SELECT CASE WHEN e.event_id = %(module)s
              THEN coalesce(e.attrs ->> 'module', e.item, '') ELSE '' END AS item
) AS told
WHERE e.id = ANY(%(entries)s) AND e.event_id = ANY(%(events)s)
  AND NOT EXISTS (
    SELECT FROM kernel_journalentry AS v
    WHERE v.client_id = e.client_id AND v.event_id = %(voided)s AND v.value = e.id)
ORDER BY e.happened_at, e.id
ON CONFLICT (school_id, client_id, occurrence) DO NOTHING
"""

_ALL = """
SELECT e.id FROM kernel_journalentry AS e
WHERE e.event_id = ANY(%(events)s) AND e.happened_at > %(since)s
  AND NOT EXISTS (SELECT FROM queue_moment AS m WHERE m.entry_id = e.id)
"""

_FORGET = """
DELETE FROM queue_moment AS m USING kernel_journalentry AS e, kernel_journalentry AS v
WHERE m.happened_at > %(since)s AND e.id = m.entry_id
  AND v.client_id = e.client_id AND v.event_id = %(voided)s AND v.value = e.id
"""

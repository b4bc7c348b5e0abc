"""Cases and reviews: noted when they are recorded, sent to students with a similar goal."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from provodnik.kernel import journal
from provodnik.method import queries as method
from provodnik.touches.care.models import Case
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import Outcome, TouchKind
from provodnik.touches.voice.cases import services as collected

CASES = ("case_recorded", "review_received")


def note_cases(entry_ids: Sequence[int]) -> int:
    """Copy cases and reviews that have words. Returns how many were new; harmless twice.

    Words whose author has not agreed to show them to others are left out (R-236).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                "entries": list(entry_ids),
                "events": [journal.event_id(name) for name in CASES],
                "voided": journal.event_id("entry_voided"),
            },
        )
        return int(cursor.rowcount)


@transaction.atomic
def send_case(client_id: int, case_id: int, *, by_id: int, now: datetime) -> Touch:
    """Keep that a case was sent: a touch made, in the student's history. Once per case.

    Raises:  Client.DoesNotExist; Case.DoesNotExist
    """
    case = Case.objects.get(pk=case_id)
    touch = queue.plan(
        client_id=client_id,
        kind=TouchKind.SUPPORT,
        reason=method.care_settings().reasons.case,
        occurrence=f"case:{case.pk}",
        owner_id=by_id,
        actor=f"staff:{by_id}",
        now=now,
    )
    if touch.made_at is not None:
        return touch
    queue.record_outcome(touch.pk, Outcome.REACHED, by_id=by_id, note=case.text[:500], now=now)
    journal.record(
        "case_sent",
        happened_at=now,
        actor=f"staff:{by_id}",
        client_id=touch.client_id,
        staff_id=by_id,
        attrs={"case": case.pk, "touch": touch.pk},
    )
    collected.note_sending(
        case.entry_id, key=f"touch:{touch.pk}", place=touch.reason, now=now, actor=f"staff:{by_id}"
    )
    touch.refresh_from_db()
    return touch


_NOTE = """
INSERT INTO care_case (school_id, client_id, product_id, kind, text, happened_at, entry_id)
SELECT e.school_id, c.id, e.product_id, n.name, told.words, e.happened_at, e.id
FROM kernel_journalentry e
JOIN kernel_eventname n ON n.id = e.event_id
LEFT JOIN people_clientalias a ON a.client_id = e.client_id
JOIN people_client c ON c.id = coalesce(a.survivor_id, e.client_id)
CROSS JOIN LATERAL (
  SELECT btrim(coalesce(e.attrs ->> 'text', e.item, '')) AS words
) AS told
WHERE e.id = ANY(%(entries)s) AND e.event_id = ANY(%(events)s) AND told.words <> ''
  AND e.attrs ->> 'consent' IS DISTINCT FROM 'none'
  AND NOT EXISTS (
    SELECT FROM kernel_journalentry v
    WHERE v.client_id = e.client_id AND v.event_id = %(voided)s AND v.value = e.id)
ON CONFLICT (school_id, entry_id) DO NOTHING
"""

"""Words clients leave in surveys, reviews and complaints become items by themselves."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from provodnik.kernel import journal
from provodnik.method import queries as method
from provodnik.touches.voice.feedback.types import Source

SOURCES = {
    "survey_answered": Source.SURVEY,
    "review_received": Source.REVIEW,
    "complaint_received": Source.COMPLAINT,
}


def take_words(entry_ids: Sequence[int], *, now: datetime) -> int:
    """Copy what clients said of late, once an entry. Returns how many were new.

    A case whose entry was written anew, since it was edited or approved, is taken once: its
    words are known by the case. One statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE,
            {
                "entries": list(entry_ids),
                "events": [journal.event_id(name) for name in SOURCES],
                "sources": [source.value for source in SOURCES.values()],
                "voided": journal.event_id("entry_voided"),
                "since": now - timedelta(days=method.interview_settings().taken_days),
            },
        )
        return int(cursor.rowcount)


_TAKE = """
INSERT INTO feedback_feedback (school_id, client_id, source, reference, entry_id, text, said_at,
                               topic, sentiment, product_id, decision, words, reply)
SELECT e.school_id, c.id, kind.source, coalesce('case:' || (e.attrs ->> 'case'), ''), e.id,
       btrim(e.attrs ->> 'text'), e.happened_at, '', '', e.product_id, '', '', ''
FROM kernel_journalentry e
JOIN unnest(%(events)s::bigint[], %(sources)s::text[]) AS kind (event_id, source)
  ON kind.event_id = e.event_id
LEFT JOIN people_clientalias a ON a.client_id = e.client_id
JOIN people_client c ON c.id = coalesce(a.survivor_id, e.client_id)
WHERE e.id = ANY(%(entries)s) AND e.happened_at >= %(since)s
  AND btrim(coalesce(e.attrs ->> 'text', '')) <> ''
  AND NOT EXISTS (SELECT FROM kernel_journalentry v WHERE v.client_id = e.client_id
                  AND v.event_id = %(voided)s AND v.value = e.id)
  AND NOT EXISTS (SELECT FROM feedback_feedback f
                  WHERE e.attrs ? 'case' AND f.client_id = c.id
                    AND f.reference = 'case:' || (e.attrs ->> 'case'))
ON CONFLICT (school_id, entry_id) DO NOTHING
"""

"""What clients told us about being content. The latest is kept on the client for gates to read."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from provodnik.facts.people.services.clients import standing
from provodnik.facts.people.types import SatisfactionKind
from provodnik.kernel import journal
from provodnik.method import queries as method

_EVENTS = {
    SatisfactionKind.CSAT: "survey_answered",
    SatisfactionKind.NPS: "survey_answered",
    SatisfactionKind.COMPLAINT: "complaint_received",
    SatisfactionKind.COMPLAINT_CLOSED: "complaint_closed",
}


@transaction.atomic
def record_satisfaction(  # noqa: PLR0913 (who, what, when, by whom, and two details)
    client_id: int,
    kind: SatisfactionKind,
    *,
    told_at: datetime,
    actor: str,
    score_hundredths: int | None = None,
    comment: str = "",
    item: str | None = None,
) -> None:
    """Write down a score, a complaint, or that a complaint is settled.

    Scores are hundredths of a point: CSAT on the method's scale, NPS of 0–10. `item`
    names the question asked.

    Raises:  Client.DoesNotExist; ValueError: a score is given where none belongs, or is missing
    """
    is_score = kind in {SatisfactionKind.CSAT, SatisfactionKind.NPS}
    if is_score != (score_hundredths is not None):
        raise ValueError(f"{kind} and score {score_hundredths}")
    client = standing(client_id)
    text = {"text": comment} if comment else {}
    entry_id = journal.record(
        _EVENTS[kind],
        happened_at=told_at,
        actor=actor,
        client_id=client.pk,
        item=item or (kind.value if is_score else None),
        value=score_hundredths,
        attrs={**text, "measure": kind.value} if is_score else text,
    )
    from_answers([entry_id])


@transaction.atomic
def from_answers(entry_ids: Sequence[int]) -> int:
    """Take scores and complaints from journal entries, and forget those found wrong.

    For listeners of `survey_answered`, `complaint_received`, `complaint_closed` and
    `entry_voided`. An entry counts once, however often it comes. Returns how many were new.

    Queries: 3, whatever the number of entries.
    """
    csat_scale = method.offer_gates().dissatisfied.csat_scale
    params: dict[str, Any] = {"entries": list(entry_ids), "csat_scale": csat_scale}
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, params)
        told = [row[0] for row in cursor.fetchall()]
        cursor.execute(_FORGET, params)
        taken_back = [row[0] for row in cursor.fetchall()]
    refresh_satisfaction({*told, *taken_back})
    return len(told)


def refresh_satisfaction(client_ids: Collection[int]) -> None:
    """Bring the latest scores and open complaints of clients up to what they told."""
    if client_ids:
        with connection.cursor() as cursor:
            cursor.execute(_REFRESH, {"clients": sorted(client_ids)})


# OFFSET 0 keeps each look at the journal a look by its index: after a first import the planner
# knows nothing of the tables yet and would rather read the school's whole journal.

_TAKE = """
INSERT INTO people_satisfaction
  (school_id, client_id, kind, score_hundredths, told_at, comment, entry_id)
SELECT e.school_id, c.id,
       CASE n.name WHEN 'survey_answered' THEN e.attrs->>'measure'
                   WHEN 'complaint_received' THEN 'complaint' ELSE 'complaint_closed' END,
       CASE WHEN n.name = 'survey_answered' AND e.attrs->>'measure' = 'csat'
                 AND e.attrs->>'scale' ~ '^[1-9][0-9]{0,3}$'
            THEN round(e.value * %(csat_scale)s / (e.attrs->>'scale')::numeric)
            WHEN n.name = 'survey_answered' THEN e.value END,
       e.happened_at, coalesce(e.attrs->>'text', ''), e.id
FROM unnest(%(entries)s::bigint[]) AS new (id)
CROSS JOIN LATERAL (SELECT * FROM kernel_journalentry WHERE id = new.id OFFSET 0) AS e
JOIN kernel_eventname n ON n.id = e.event_id
LEFT JOIN people_clientalias a ON a.client_id = e.client_id
JOIN people_client c ON c.id = coalesce(a.survivor_id, e.client_id)
WHERE (n.name IN ('complaint_received', 'complaint_closed')
       OR n.name = 'survey_answered' AND e.attrs->>'measure' IN ('csat', 'nps'))
  AND NOT EXISTS (
    SELECT FROM (SELECT * FROM kernel_journalentry WHERE client_id = e.client_id OFFSET 0) AS void
    WHERE void.value = e.id
      AND void.event_id = (SELECT id FROM kernel_eventname WHERE name = 'entry_voided'))
ON CONFLICT (school_id, entry_id) DO NOTHING
RETURNING client_id
"""

_FORGET = """
DELETE FROM people_satisfaction
USING kernel_journalentry void
WHERE void.id = ANY(%(entries)s) AND people_satisfaction.entry_id = void.value
  AND void.event_id = (SELECT id FROM kernel_eventname WHERE name = 'entry_voided')
RETURNING people_satisfaction.client_id
"""

# Closing what was never opened changes nothing: the count never goes below zero, so the
# lowest point of the running sum, when it is negative, is taken back.
_REFRESH = """
WITH sign AS (
  SELECT s.client_id, s.kind, s.score_hundredths, s.told_at, s.id,
         sum(CASE s.kind WHEN 'complaint' THEN 1 WHEN 'complaint_closed' THEN -1 ELSE 0 END)
           OVER (PARTITION BY s.client_id ORDER BY s.told_at, s.id) AS complaints
  FROM people_satisfaction s WHERE s.client_id = ANY(%(clients)s)
), latest AS (
  SELECT asked.client_id,
    (array_agg(score_hundredths ORDER BY told_at DESC, id DESC)
       FILTER (WHERE kind = 'csat'))[1] AS csat,
    max(told_at) FILTER (WHERE kind = 'csat') AS csat_at,
    (array_agg(score_hundredths ORDER BY told_at DESC, id DESC)
       FILTER (WHERE kind = 'nps'))[1] AS nps,
    max(told_at) FILTER (WHERE kind = 'nps') AS nps_at,
    max(told_at) AS told_at,
    coalesce((array_agg(complaints ORDER BY told_at DESC, id DESC))[1]
             - least(0, min(complaints)), 0) AS complaints
  FROM unnest(%(clients)s::bigint[]) AS asked (client_id) LEFT JOIN sign USING (client_id)
  GROUP BY asked.client_id
)
UPDATE people_client SET
  last_csat = latest.csat, last_csat_at = latest.csat_at,
  last_nps = latest.nps, last_nps_at = latest.nps_at,
  satisfaction_at = latest.told_at, open_complaints = latest.complaints
FROM latest WHERE people_client.id = latest.client_id
"""

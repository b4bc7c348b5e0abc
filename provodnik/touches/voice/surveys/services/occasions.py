"""Reasons to ask somebody, as the journal tells them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from provodnik.method.survey_words import AskMoment

MOMENTS: Mapping[str, AskMoment] = {
    "module_completed": AskMoment.MODULE,
    "ticket_resolved": AskMoment.TICKET,
    "graduated": AskMoment.GRADUATION,
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a client is asked. `holder_id` is who held the request about which it is."""

    moment: AskMoment
    client_id: int
    key: str
    happened_at: datetime
    about: str = ""
    product_id: int | None = None
    holder_id: int | None = None


def occasions(entry_ids: Sequence[int], *, fresh_after: datetime) -> list[Occasion]:
    """Occasions of these entries; what is older, found wrong, or of nobody is left out. One query.

    A request has the holder it had when it was solved: handing it on later changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _OCCASIONS,
            {"entries": list(entry_ids), "after": fresh_after, "events": list(MOMENTS)},
        )
        return [
            Occasion(MOMENTS[event], client_id, f"entry:{entry_id}", at, about or "", product, who)
            for event, client_id, entry_id, at, about, product, who in cursor.fetchall()
        ]


_OCCASIONS = """
SELECT n.name, e.client_id, e.id, e.happened_at, e.item, e.product_id,
  coalesce(CASE WHEN n.name = 'ticket_resolved' THEN coalesce(e.staff_id, (
    SELECT h.staff_id FROM kernel_journalentry h
    WHERE h.client_id = e.client_id AND h.item = e.item AND h.staff_id IS NOT NULL
      AND h.event_id IN (SELECT id FROM kernel_eventname
                         WHERE name IN ('ticket_assigned', 'ticket_answered'))
    ORDER BY h.happened_at DESC, h.id DESC LIMIT 1)) END)
FROM unnest(%(entries)s::bigint[]) AS new (id)
CROSS JOIN LATERAL (SELECT * FROM kernel_journalentry WHERE id = new.id OFFSET 0) AS e
JOIN kernel_eventname n ON n.id = e.event_id
WHERE n.name = ANY(%(events)s::text[]) AND e.client_id IS NOT NULL AND e.happened_at >= %(after)s
  AND NOT EXISTS (
    SELECT FROM (SELECT * FROM kernel_journalentry WHERE client_id = e.client_id OFFSET 0) AS void
    WHERE void.value = e.id
      AND void.event_id = (SELECT id FROM kernel_eventname WHERE name = 'entry_voided'))
ORDER BY e.id
"""

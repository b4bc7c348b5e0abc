"""Checks of homework: what is unchecked past its moment, by who answers for it (R-148)."""

from datetime import datetime
from typing import Any

from provodnik.kernel.signals import Check

# A work nobody holds is the head's to give away, so it stands under the student waiting for it.
_OVERDUE = """
SELECT w.client_id AS subject_id, min(w.due_at) AS since_at,
       jsonb_build_object('works', count(*), 'curators', array_to_string(
         array_agg(DISTINCT s.name) FILTER (WHERE s.name IS NOT NULL), ', ')) AS evidence
FROM homework_work w LEFT JOIN team_staff s ON s.id = coalesce(w.claimed_by_id, w.holder_id)
WHERE w.state = 'waiting' AND w.due_at < %(now)s
GROUP BY w.client_id
"""


def _now(now: datetime) -> dict[str, Any]:
    return {"now": now}


CHECKS = (Check("homework_overdue", "client", _OVERDUE, _now),)
"""Bound in `config/wiring.py`."""

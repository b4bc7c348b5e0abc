"""Labour of the service by person and week (R-024): deeds of the journal, minutes of the method."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db import connection

from provodnik.method import queries as method
from provodnik.reports.audit.types import EffortLine


def effort(*, from_at: datetime, to_at: datetime, zone: str) -> tuple[EffortLine, ...]:
    """Each person's weeks of [from_at, to_at), newest week first, most hours first. One query."""
    weights = {str(kind.key): kind.minutes for kind in method.audit_settings().effort.kinds}
    params: dict[str, Any] = {"from": from_at, "to": to_at, "zone": zone, "kinds": list(weights)}
    with connection.cursor() as cursor:
        cursor.execute(_WEEKS, params)
        rows = cursor.fetchall()
    counts: dict[tuple[date, int, str], dict[str, int]] = defaultdict(dict)
    for week, staff_id, name, event, number in rows:
        counts[week, staff_id, name][event] = number
    lines = [
        EffortLine(
            staff_id=staff_id,
            name=name,
            week=week,
            counts=told,
            minutes=sum(weights[event] * number for event, number in told.items()),
        )
        for (week, staff_id, name), told in counts.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.week.toordinal(), -line.minutes, line.name)))


_WEEKS = """
WITH kind AS MATERIALIZED (SELECT id, name FROM kernel_eventname WHERE name = ANY(%(kinds)s)),
voided AS MATERIALIZED (
  SELECT value FROM kernel_journalentry
  WHERE event_id = (SELECT id FROM kernel_eventname WHERE name = 'entry_voided')
)
SELECT date_trunc('week', e.happened_at AT TIME ZONE %(zone)s)::date, t.id, t.name, kind.name,
       count(*)
FROM kernel_journalentry e JOIN kind ON kind.id = e.event_id JOIN team_staff t ON t.id = e.staff_id
WHERE e.happened_at >= %(from)s AND e.happened_at < %(to)s
  AND lower(coalesce(e.attrs ->> 'auto', '')) NOT IN ('1', 'true', 'yes')
  AND NOT EXISTS (SELECT FROM voided v WHERE v.value = e.id)
GROUP BY 1, 2, 3, 4
"""

"""Labour of the service by person and week (R-024): deeds of the journal, minutes of the method."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from provodnik.method import queries as method
from provodnik.reports.audit.types import Deed, EffortLine


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


def deeds(
    staff_id: int, week: date, *, from_at: datetime, to_at: datetime, zone: str
) -> tuple[Deed, ...]:
    """What one line of `effort` counts, the latest first: a person's week, on or after `from_at`
    and before `to_at`. One query."""
    kinds = [str(kind.key) for kind in method.audit_settings().effort.kinds]
    params: dict[str, Any] = {"from": from_at, "to": to_at, "zone": zone, "kinds": kinds}
    params |= {"staff": staff_id, "week": week, "next": week + timedelta(days=7)}
    with connection.cursor() as cursor:
        cursor.execute(_DEEDS, params)
        return tuple(Deed(*row) for row in cursor.fetchall())


_WITH = """
WITH kind AS MATERIALIZED (SELECT id, name FROM kernel_eventname WHERE name = ANY(%(kinds)s)),
voided AS MATERIALIZED (
  SELECT value FROM kernel_journalentry
  WHERE event_id = (SELECT id FROM kernel_eventname WHERE name = 'entry_voided')
)
"""
_DONE = """
FROM kernel_journalentry e JOIN kind ON kind.id = e.event_id JOIN team_staff t ON t.id = e.staff_id
"""
_COUNTED = """
WHERE e.happened_at >= %(from)s AND e.happened_at < %(to)s
  AND lower(coalesce(e.attrs ->> 'auto', '')) NOT IN ('1', 'true', 'yes')
  AND NOT EXISTS (SELECT FROM voided v WHERE v.value = e.id)
"""
_WEEKS = f"""
{_WITH}
SELECT date_trunc('week', e.happened_at AT TIME ZONE %(zone)s)::date, t.id, t.name, kind.name,
       count(*)
{_DONE} {_COUNTED}
GROUP BY 1, 2, 3, 4
"""
_DEEDS = f"""
{_WITH}
SELECT kind.name, e.happened_at, c.id, c.name, coalesce(e.item, '')
{_DONE} LEFT JOIN people_client c ON c.id = e.client_id
{_COUNTED} AND e.staff_id = %(staff)s
  AND e.happened_at >= %(week)s::date::timestamp AT TIME ZONE %(zone)s
  AND e.happened_at < %(next)s::date::timestamp AT TIME ZONE %(zone)s
ORDER BY e.happened_at DESC, e.id DESC
"""

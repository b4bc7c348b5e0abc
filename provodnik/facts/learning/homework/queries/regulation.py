"""How the regulation of checks is kept: in time, late, waiting, by who answers (R-148)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString

from django.db import connection

from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class CuratorRow:
    """A curator's checks of the method's days, and what waits now. No curator: nobody's works."""

    curator_id: int | None
    curator: str
    checked: int
    late: int
    waiting: int
    overdue: int

    @property
    def in_time_share(self) -> float | None:
        """0..1 of the checks that had a moment to be due by; None without any."""
        return (self.checked - self.late) / self.checked if self.checked else None


def regulation(*, now: datetime) -> list[CuratorRow]:
    """Everybody who checked or has something to check; the most overdue first. One query."""
    days = method.homework_settings().terms.window_days
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, {"now": now, "since": now - timedelta(days=days)})
        return [CuratorRow(*row) for row in cursor.fetchall()]


_ROWS: LiteralString = """
WITH told AS (
  SELECT r.reviewer_id AS staff_id, count(*) AS checked,
         count(*) FILTER (WHERE r.sent_at > a.due_at) AS late, 0 AS waiting, 0 AS overdue
  FROM homework_review r JOIN homework_attempt a ON a.id = r.attempt_id
  WHERE r.sent_at >= %(since)s GROUP BY 1
  UNION ALL
  SELECT coalesce(claimed_by_id, holder_id), 0, 0, count(*),
         count(*) FILTER (WHERE due_at < %(now)s)
  FROM homework_work WHERE state = 'waiting' GROUP BY 1
)
SELECT told.staff_id, coalesce(s.name, ''), sum(checked)::integer, sum(late)::integer,
       sum(waiting)::integer, sum(overdue)::integer
FROM told LEFT JOIN team_staff s ON s.id = told.staff_id
GROUP BY told.staff_id, s.name, s.sort_key
ORDER BY sum(overdue) DESC, sum(late) DESC, s.sort_key NULLS FIRST
"""

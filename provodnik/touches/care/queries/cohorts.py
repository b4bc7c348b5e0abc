"""Cohorts by the month of the first payment: who came to the result, before and after pages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from provodnik.kernel.periods import add_months
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class CohortLead:
    """People whose first payment fell into a month, and how far they came.

    `module` and `finished` are counted within the method's days from each person's payment,
    so that cohorts compare; `is_whole` tells that everybody has had these days. `issued` have
    a page of their own, `opened` have looked at it.
    """

    month: date
    size: int
    goals: int
    reached: int
    module: int
    finished: int
    issued: int
    opened: int
    is_whole: bool

    @property
    def reached_share(self) -> float | None:
        return self.reached / self.size if self.size else None

    @property
    def module_share(self) -> float | None:
        return self.module / self.size if self.size else None

    @property
    def finished_share(self) -> float | None:
        return self.finished / self.size if self.size else None


def cohorts_led(
    *, coordinator_id: int | None = None, timezone: str, today: date, now: datetime
) -> list[CohortLead]:
    """The last cohorts, newest first; of one coordinator's students if named. One query."""
    settings = method.care_settings()
    params: dict[str, Any] = {
        "zone": timezone,
        "since": add_months(today.replace(day=1), 1 - settings.months_shown),
        "coordinator": coordinator_id,
        "modules": settings.compared_module,
        "days": settings.compared_days,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COHORTS, params)
        rows = cursor.fetchall()
    window = timedelta(days=settings.compared_days)
    return [_cohort(row, whole_before=now - window) for row in rows]


def _cohort(row: tuple[Any, ...], *, whole_before: datetime) -> CohortLead:
    last_at: datetime = row[8]
    return CohortLead(*(*row[:8], last_at <= whole_before))


_COHORTS = """
WITH paid AS MATERIALIZED (
  SELECT o.client_id, min(o.first_paid_at) AS at
  FROM sales_order o JOIN people_client c ON c.id = o.client_id
  WHERE o.first_paid_at IS NOT NULL
    AND (%(coordinator)s::bigint IS NULL OR c.coordinator_id = %(coordinator)s)
  GROUP BY o.client_id
  HAVING (min(o.first_paid_at) AT TIME ZONE %(zone)s)::date >= %(since)s
), learned AS (
  SELECT client_id, max(n) AS modules FROM (
    SELECT paid.client_id, m.product_id, count(DISTINCT m.item) AS n
    FROM paid JOIN queue_moment m ON m.client_id = paid.client_id
    WHERE m.trigger = 'module_completed'
      AND m.happened_at < paid.at + make_interval(days => %(days)s)
    GROUP BY paid.client_id, m.product_id
  ) AS courses GROUP BY client_id
), finished AS (
  SELECT DISTINCT paid.client_id FROM paid JOIN queue_moment m ON m.client_id = paid.client_id
  WHERE m.trigger IN ('course_completed', 'graduated')
    AND m.happened_at < paid.at + make_interval(days => %(days)s)
), wanted AS (
  SELECT client_id, bool_or(reached_at IS NOT NULL) AS reached FROM people_goal GROUP BY client_id
), told AS (
  SELECT DISTINCT client_id FROM queue_moment WHERE trigger = 'goal_reached'
), page AS (
  SELECT client_id, bool_or(opened_at IS NOT NULL) AS opened FROM care_studentpage
  GROUP BY client_id
)
SELECT date_trunc('month', paid.at AT TIME ZONE %(zone)s)::date AS month, count(*),
  count(*) FILTER (WHERE wanted.client_id IS NOT NULL OR told.client_id IS NOT NULL),
  count(*) FILTER (WHERE wanted.reached OR told.client_id IS NOT NULL),
  count(*) FILTER (WHERE learned.modules >= %(modules)s),
  count(finished.client_id), count(page.client_id), count(*) FILTER (WHERE page.opened),
  max(paid.at)
FROM paid
LEFT JOIN learned USING (client_id)
LEFT JOIN finished USING (client_id)
LEFT JOIN wanted USING (client_id)
LEFT JOIN told USING (client_id)
LEFT JOIN page USING (client_id)
GROUP BY 1 ORDER BY 1 DESC
"""

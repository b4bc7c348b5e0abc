"""Clicks of machines, kept apart, and where the platform proposed what."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from provodnik.facts.sales.rules import share
from provodnik.kernel.periods import Period


def machine_clicks(period: Period, *, timezone: str) -> dict[str, int]:
    """Clicks of robots by channel; the empty key has none. Queries: 1."""
    params: dict[str, Any] = {"from": period.from_on, "to": period.to_on, "zone": timezone}
    with connection.cursor() as cursor:
        cursor.execute(_MACHINES, params)
        return dict(cursor.fetchall())


_MACHINES = """
SELECT coalesce(channel, ''), count(*) FROM kernel_journalentry
WHERE event_id = (SELECT id FROM kernel_eventname WHERE name = 'offer_clicked')
  AND happened_at >= %(from)s::timestamp AT TIME ZONE %(zone)s
  AND happened_at < %(to)s::timestamp AT TIME ZONE %(zone)s
  AND (attrs ->> 'machine')::boolean
GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Placement:
    """A place of the platform that proposes: a lesson, a block of the cabinet (R-095).

    `place` is empty where the source names none. `paid` are people who were offered a
    product there and bought it afterwards.
    """

    place: str
    made: int
    clicked: int
    paid: int

    @property
    def paid_of_made(self) -> float | None:
        """Paid of made, 0..1."""
        return share(self.paid, self.made)


def placements(channel: str, period: Period, *, timezone: str, limit: int = 10) -> list[Placement]:
    """Where a channel's offers stood, the most made first. Queries: 1."""
    params: dict[str, Any] = {
        "channel": channel,
        "from": period.from_on,
        "to": period.to_on,
        "zone": timezone,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PLACEMENTS, params)
        return [Placement(*row) for row in cursor.fetchall()]


_PLACEMENTS = """
WITH told AS MATERIALIZED (
  SELECT n.name, coalesce(e.item, '') AS place, e.client_id, e.product_id, e.happened_at
  FROM kernel_journalentry AS e JOIN kernel_eventname AS n ON n.id = e.event_id
  WHERE e.event_id IN (
      SELECT id FROM kernel_eventname WHERE name IN ('offer_made', 'offer_clicked'))
    AND e.channel = %(channel)s
    AND e.happened_at >= %(from)s::timestamp AT TIME ZONE %(zone)s
    AND e.happened_at < %(to)s::timestamp AT TIME ZONE %(zone)s
    AND NOT coalesce((e.attrs ->> 'machine')::boolean, false)
)
SELECT place, count(*) FILTER (WHERE name = 'offer_made') AS made,
  count(*) FILTER (WHERE name = 'offer_clicked'),
  count(DISTINCT (client_id, product_id)) FILTER (WHERE name = 'offer_made' AND EXISTS (
    SELECT FROM sales_order AS o
    WHERE o.client_id = told.client_id AND o.product_id = told.product_id
      AND o.first_paid_at >= told.happened_at AND o.paid_kopecks > o.refunded_kopecks))
FROM told GROUP BY place HAVING count(*) FILTER (WHERE name = 'offer_made') > 0
ORDER BY made DESC, place LIMIT %(limit)s
"""

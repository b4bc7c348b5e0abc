"""Funnels of launches: made → clicked → ordered → paid, with the step that fails."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from provodnik.facts.sales.rules import FunnelStep, failing_step, share
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class LaunchFunnel:
    """One launch as it stands. A launch without a sale is a row like any other.

    `clicked` counts people; `machines` are shown apart.
    """

    launch_id: int
    name: str
    channel: str
    product: str | None
    starts_on: date
    ends_on: date | None
    made: int
    clicked: int
    machines: int
    ordered: int
    paid: int
    revenue_kopecks: int

    @property
    def failing(self) -> FunnelStep | None:
        """The step that loses the most; None where nothing can be said."""
        counts = (self.made, self.clicked, self.ordered, self.paid)
        return failing_step(dict(zip(FunnelStep, counts, strict=True)))

    @property
    def drops_at_payment(self) -> bool:
        """Interest without money: the launch to look at first (R-105)."""
        return self.clicked > 0 and self.paid == 0

    @property
    def paid_of_made(self) -> float | None:
        return share(self.paid, self.made)

    @property
    def paid_of_clicked(self) -> float | None:
        return share(self.paid, self.clicked)

    @property
    def average_kopecks(self) -> int | None:
        """The average cheque; None where nothing was sold."""
        return round(self.revenue_kopecks / self.paid) if self.paid else None

    def days_left(self, today: date) -> int | None:
        """Days until its last one; None once it is over or while its end is not known."""
        if self.ends_on is None or self.ends_on < today:
            return None
        return (self.ends_on - today).days


def launch_funnels(*, limit: int = 50) -> list[LaunchFunnel]:
    """Launches, the newest first. Queries: 1.

    Orders counted are those of the launch's product placed from its first day until the
    credit window after its last, by people it offered to or through its links.
    """
    window_days = method.credit_rules().window_days
    with connection.cursor() as cursor:
        cursor.execute(_FUNNELS, {"window_days": window_days, "limit": limit})
        return [LaunchFunnel(*row) for row in cursor.fetchall()]


_FUNNELS = """
WITH chosen AS (
  SELECT l.*, p.name AS product FROM sales_launch AS l
  LEFT JOIN catalog_product AS p ON p.id = l.product_id
  ORDER BY l.starts_on DESC, l.id DESC LIMIT %(limit)s
)
SELECT l.id, l.name, l.channel, l.product, l.starts_on, l.ends_on, made.n, clicks.people,
       clicks.machines, bought.ordered, bought.paid, bought.revenue
FROM chosen AS l
CROSS JOIN LATERAL (
  SELECT count(*) AS n FROM sales_offer AS f WHERE f.launch_id = l.id
) AS made
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE c.machine_sign = '') AS people,
         count(*) FILTER (WHERE c.machine_sign <> '') AS machines
  FROM sales_trackedlink AS t JOIN sales_linkclick AS c ON c.link_id = t.id
  WHERE t.launch_id = l.id
) AS clicks
CROSS JOIN LATERAL (
  SELECT count(*) AS ordered, count(*) FILTER (WHERE o.paid_kopecks > o.refunded_kopecks) AS paid,
         coalesce(sum(o.paid_kopecks - o.refunded_kopecks), 0)::bigint AS revenue
  FROM sales_order AS o
  WHERE o.product_id = l.product_id AND o.created_at >= l.starts_on
    AND (l.ends_on IS NULL OR o.created_at < l.ends_on + 1 + %(window_days)s)
    AND (EXISTS (SELECT FROM sales_offer AS f
                 WHERE f.launch_id = l.id AND f.client_id = o.client_id)
      OR EXISTS (SELECT FROM sales_trackedlink AS t
                 WHERE t.launch_id = l.id
                   AND (t.client_id = o.client_id OR t.token = o.utm ->> 'utm_content')))
) AS bought
ORDER BY l.starts_on DESC, l.id DESC
"""

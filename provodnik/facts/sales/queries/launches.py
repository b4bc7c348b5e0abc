"""Funnels of launches: made → clicked → ordered → paid, and joined → tasks → came → bought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from provodnik.facts.sales.models import Channel, Launch
from provodnik.facts.sales.rules import FunnelStep, failing_step, share
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class LaunchFunnel:
    """One launch as it stands. A launch without a sale is a row like any other.

    `clicked` counts people; `machines` are shown apart. `joined`, `tasked` (all tasks done),
    `came` and `bought` count participants.
    """

    launch_id: int
    name: str
    kind: str
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
    joined: int
    tasked: int
    came: int
    bought: int
    is_analysed: bool

    @property
    def needs_analysis(self) -> bool:
        """Interest without money that nobody has looked into yet."""
        return self.drops_at_payment and not self.is_analysed

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Made, clicked, ordered, paid."""
        return self.made, self.clicked, self.ordered, self.paid

    @property
    def failing(self) -> FunnelStep | None:
        """The step that loses the most; None where nothing can be said."""
        return failing_step(dict(zip(FunnelStep, self.counts, strict=True)))

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
    def came_of_joined(self) -> float | None:
        """Attendance: who came, of those who joined (R-121)."""
        return share(self.came, self.joined)

    @property
    def average_kopecks(self) -> int | None:
        """The average cheque; None where nothing was sold."""
        return round(self.revenue_kopecks / self.paid) if self.paid else None

    def days_left(self, today: date) -> int | None:
        """Days until its last one; None once it is over or while its end is not known."""
        if self.ends_on is None or self.ends_on < today:
            return None
        return (self.ends_on - today).days


def launch_funnels(
    *, ids: Sequence[int] | None = None, limit: int = 50, with_cancelled: bool = False
) -> list[LaunchFunnel]:
    """Launches, the newest first; of `ids` only, where they are given. Queries: 1.

    Orders counted are placed from the first day until the credit window after the last, by
    people it offered to, sent a link or took part: of the product offered; of participants
    of a launch without a product, those sold through its channel. And orders that name one
    of its links.
    """
    params = chosen_params(ids, limit=limit, with_cancelled=with_cancelled)
    with connection.cursor() as cursor:
        cursor.execute(_FUNNELS, params)
        return [LaunchFunnel(*row) for row in cursor.fetchall()]


def chosen_params(ids: Sequence[int] | None, *, limit: int, with_cancelled: bool) -> dict[str, Any]:
    """What `REACHED` asks: which launches, and the window their sales are credited in."""
    return {
        "window_days": method.credit_rules().window_days,
        "limit": limit,
        "ids": None if ids is None else list(ids),
        "cancelled": with_cancelled,
    }


def channel_names() -> dict[str, str]:
    """The school's channels by key, those of an import included. One query."""
    return dict(Channel.objects.order_by("position", "key").values_list("key", "name"))


def launch_funnel(launch_id: int) -> LaunchFunnel:
    """One launch, cancelled or not.

    Raises:  Launch.DoesNotExist
    """
    found = launch_funnels(ids=[launch_id], with_cancelled=True)
    if not found:
        raise Launch.DoesNotExist(str(launch_id))
    return found[0]


# Launches asked for, who each reached, and the orders they placed in its time.
REACHED = """
WITH chosen AS MATERIALIZED (
  SELECT l.*, p.name AS product,
    l.starts_on::timestamp AT TIME ZONE s.timezone AS from_at,
    (l.ends_on + 1 + %(window_days)s)::timestamp AT TIME ZONE s.timezone AS to_at
  FROM sales_launch AS l
  JOIN kernel_school AS s ON s.id = l.school_id
  LEFT JOIN catalog_product AS p ON p.id = l.product_id
  WHERE (%(ids)s::bigint[] IS NULL OR l.id = ANY(%(ids)s))
    AND (%(cancelled)s OR l.cancelled_at IS NULL)
  ORDER BY l.starts_on DESC, l.id DESC LIMIT %(limit)s
), link AS MATERIALIZED (
  SELECT t.id, t.launch_id, t.client_id, t.product_id, t.token
  FROM sales_trackedlink AS t JOIN chosen ON chosen.id = t.launch_id
), guest AS MATERIALIZED (
  SELECT p.launch_id, p.client_id, chosen.product_id, chosen.channel,
         p.tasks_done > 0 AND p.tasks_done >= chosen.tasks AS tasked, p.came_at IS NOT NULL AS came
  FROM sales_participant AS p JOIN chosen ON chosen.id = p.launch_id
), reached AS MATERIALIZED (
  SELECT f.launch_id, f.client_id, f.product_id, NULL AS channel
  FROM sales_offer AS f JOIN chosen ON chosen.id = f.launch_id
  UNION
  SELECT launch_id, client_id, product_id, NULL FROM link WHERE client_id IS NOT NULL
  UNION
  SELECT launch_id, client_id, product_id, CASE WHEN product_id IS NULL THEN channel END
  FROM guest
), bought AS MATERIALIZED (
  SELECT r.launch_id, o.id, o.client_id, o.paid_kopecks, o.refunded_kopecks
  FROM reached AS r JOIN chosen AS l ON l.id = r.launch_id
  JOIN sales_order AS o ON o.client_id = r.client_id
    AND (o.product_id = r.product_id OR r.product_id IS NULL AND o.channel = r.channel)
  WHERE o.created_at >= l.from_at AND (l.to_at IS NULL OR o.created_at < l.to_at)
  UNION
  SELECT link.launch_id, o.id, o.client_id, o.paid_kopecks, o.refunded_kopecks
  FROM link JOIN chosen AS l ON l.id = link.launch_id
  JOIN sales_order AS o ON o.product_id = link.product_id
    AND o.utm ->> 'utm_content' = link.token
  WHERE o.created_at >= l.from_at AND (l.to_at IS NULL OR o.created_at < l.to_at)
)
"""

_FUNNELS = f"""
{REACHED}, sold AS (
  SELECT launch_id, count(*) AS ordered,
         count(*) FILTER (WHERE paid_kopecks > refunded_kopecks) AS paid,
         sum(paid_kopecks - refunded_kopecks)::bigint AS revenue
  FROM bought GROUP BY launch_id
), opened AS (
  SELECT link.launch_id, count(*) FILTER (WHERE c.machine_sign = '') AS people,
         count(*) FILTER (WHERE c.machine_sign <> '') AS machines
  FROM link JOIN sales_linkclick AS c ON c.link_id = link.id GROUP BY link.launch_id
), offered AS (
  SELECT f.launch_id, count(*) AS n
  FROM sales_offer AS f JOIN chosen ON chosen.id = f.launch_id GROUP BY f.launch_id
), joined AS (
  SELECT launch_id, count(*) AS n, count(*) FILTER (WHERE tasked) AS tasked,
         count(*) FILTER (WHERE came) AS came,
         count(*) FILTER (WHERE EXISTS (
           SELECT FROM bought AS b WHERE b.launch_id = guest.launch_id
             AND b.client_id = guest.client_id AND b.paid_kopecks > b.refunded_kopecks)) AS bought
  FROM guest GROUP BY launch_id
)
SELECT l.id, l.name, l.kind, l.channel, l.product, l.starts_on, l.ends_on,
       coalesce(offered.n, 0), coalesce(opened.people, 0), coalesce(opened.machines, 0),
       coalesce(sold.ordered, 0), coalesce(sold.paid, 0), coalesce(sold.revenue, 0),
       coalesce(joined.n, 0), coalesce(joined.tasked, 0), coalesce(joined.came, 0),
       coalesce(joined.bought, 0),
       EXISTS (SELECT FROM sales_launchanalysis AS a WHERE a.launch_id = l.id)
FROM chosen AS l
LEFT JOIN offered ON offered.launch_id = l.id
LEFT JOIN opened ON opened.launch_id = l.id
LEFT JOIN sold ON sold.launch_id = l.id
LEFT JOIN joined ON joined.launch_id = l.id
ORDER BY l.starts_on DESC, l.id DESC
"""  # noqa: S608 (our own conditions)

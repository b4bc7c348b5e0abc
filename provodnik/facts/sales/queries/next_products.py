"""What is bought next: after a product, for a client, and how far it can be trusted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, LiteralString

from django.db import connection

from provodnik.facts.sales.models import NextProductTrial
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.method import queries as method
from provodnik.metrics.next_product import Trial, trial


@dataclass(frozen=True, slots=True)
class Follower:
    """«Of 34 who went on after it, 11 took this next, usually after 41 days»."""

    after_id: int
    after: str
    product_id: int
    product: str
    clients: int
    of_clients: int
    median_days: float

    @property
    def share(self) -> float:
        """Of those who went on, 0..1."""
        return self.clients / self.of_clients


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A product to suggest to a client. `evidence` is of the product that says most for it;
    None where only popularity speaks. `goal` is the client's open goal that it serves, if any."""

    product_id: int
    product: str
    price_kopecks: int | None
    worth: float
    evidence: Follower | None
    goal: str


@dataclass(frozen=True, slots=True)
class LearnedPage:
    """When it was learned, from how many moves, and the trial since `split_on`."""

    learned_at: datetime
    moved: int
    split_on: date | None
    trial: Trial | None


def learned() -> LearnedPage | None:
    """How far the suggestions can be trusted; None before anything was learned. One query."""
    row = NextProductTrial.objects.first()
    if row is None:
        return None
    found = trial(row.figures) if row.figures else None
    return LearnedPage(row.learned_at, row.moved, row.split_on, found)


def followers(
    after_ids: Collection[int] | None = None, *, limit: int, at_least: int = 1
) -> dict[int, list[Follower]]:
    """What was taken next after each product, most often first; of all products for None.

    Products that are not on sale are left out. Queries: 1
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _FOLLOWERS,
            {
                "all": after_ids is None,
                "after": list(after_ids or ()),
                "limit": limit,
                "at_least": at_least,
            },
        )
        found: dict[int, list[Follower]] = {}
        for row in cursor.fetchall():
            found.setdefault(row[0], []).append(Follower(*row))
    return found


def suggest(
    client_ids: Collection[int], *, limit: int | None = None
) -> dict[int, list[Suggestion]]:
    """What to suggest to each client, the best first; nothing to who bought nothing.

    From the products of the last day of buying; what a client has, and what is not on sale,
    is left out. Queries: 1, whatever the number of clients, and the method.
    """
    settings = method.path_settings().next_products
    zone = School.objects.values_list("timezone", flat=True).get(pk=schools.current())
    params: dict[str, Any] = {
        "clients": list(client_ids),
        "zone": zone,
        "weight": float(settings.weight),
        "limit": limit or settings.shown,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SUGGEST, params)
        rows = cursor.fetchall()
    found: dict[int, list[Suggestion]] = {}
    for client_id, product_id, product, price, worth, goal, *told in rows:
        evidence = Follower(told[0], told[1], product_id, product, *told[2:]) if told[0] else None
        suggestion = Suggestion(product_id, product, price, worth, evidence, goal or "")
        found.setdefault(client_id, []).append(suggestion)
    return found


_FOLLOWERS: LiteralString = """
SELECT after_id, after, product_id, product, clients, of_clients, median_days FROM (
  SELECT n.after_id, a.name AS after, n.product_id, p.name AS product, n.clients, n.of_clients,
         n.median_days, a.sort_key,
         row_number() OVER (PARTITION BY n.after_id ORDER BY n.clients DESC, n.place) AS nth
  FROM sales_nextproduct n
  JOIN catalog_product a ON a.id = n.after_id
  JOIN catalog_product p ON p.id = n.product_id AND p.status = 'active'
  WHERE (%(all)s OR n.after_id = ANY(%(after)s)) AND n.clients >= %(at_least)s
) AS ranked WHERE nth <= %(limit)s ORDER BY sort_key, after_id, nth
"""

# The score of `metrics.next_product`, for the clients asked about.
_SUGGEST: LiteralString = """
WITH bought AS MATERIALIZED (
  SELECT client_id, product_id, min((first_paid_at AT TIME ZONE %(zone)s)::date) AS bought_on
  FROM sales_order
  WHERE client_id = ANY(%(clients)s) AND first_paid_at IS NOT NULL
    AND refunded_kopecks < paid_kopecks AND product_id IS NOT NULL
  GROUP BY client_id, product_id
), last AS MATERIALIZED (
  SELECT client_id, product_id, count(*) OVER (PARTITION BY client_id) AS size
  FROM (SELECT *, max(bought_on) OVER (PARTITION BY client_id) AS last_on FROM bought) AS b
  WHERE bought_on = last_on
), known AS (
  SELECT after_id, max(of_clients) AS of_clients FROM sales_nextproduct
  WHERE after_id IS NOT NULL GROUP BY after_id
), candidate AS (
  SELECT l.client_id, n.product_id, n.clients / (n.of_clients + %(weight)s) / l.size AS worth,
         n.after_id, n.clients, n.of_clients, n.median_days
  FROM last l JOIN sales_nextproduct n ON n.after_id = l.product_id
  UNION ALL
  SELECT l.client_id, n.product_id,
         n.score * %(weight)s / (coalesce(k.of_clients, 0) + %(weight)s) / l.size,
         NULL, NULL, NULL, NULL
  FROM last l LEFT JOIN known k ON k.after_id = l.product_id
  JOIN sales_nextproduct n ON n.after_id IS NULL
), ranked AS (
  SELECT c.client_id, c.product_id, sum(c.worth) AS worth,
         (array_agg(c.after_id ORDER BY c.clients DESC NULLS LAST))[1] AS after_id,
         max(c.clients) AS clients,
         (array_agg(c.of_clients ORDER BY c.clients DESC NULLS LAST))[1] AS of_clients,
         (array_agg(c.median_days ORDER BY c.clients DESC NULLS LAST))[1] AS median_days,
         row_number() OVER (PARTITION BY c.client_id ORDER BY sum(c.worth) DESC, c.product_id)
           AS place
  FROM candidate c JOIN catalog_product p ON p.id = c.product_id AND p.status = 'active'
  WHERE NOT EXISTS (
    SELECT FROM bought b WHERE b.client_id = c.client_id AND b.product_id = c.product_id)
  GROUP BY c.client_id, c.product_id
)
SELECT r.client_id, r.product_id, p.name, p.price_kopecks, r.worth,
       (SELECT g.text FROM people_goal g JOIN catalog_productpain s
          ON s.pain_id = g.pain_id AND s.product_id = r.product_id
        WHERE g.client_id = r.client_id AND g.reached_at IS NULL
        ORDER BY g.recorded_at DESC LIMIT 1),
       r.after_id, a.name, r.clients, r.of_clients, r.median_days
FROM ranked r
JOIN catalog_product p ON p.id = r.product_id
LEFT JOIN catalog_product a ON a.id = r.after_id
WHERE r.place <= %(limit)s ORDER BY r.client_id, r.place
"""

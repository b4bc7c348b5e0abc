"""The path ahead of a client: its first step and what it is worth, from the first day (R-091)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from django.db import connection

MOST_STEPS = 8


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A product the path leads to, after which one, and why it helps; empty for a link of the
    matrix."""

    after: str
    product_id: int
    product: str
    price_kopecks: int
    reason: str


@dataclass(frozen=True, slots=True)
class PlannedPath:
    """What a client has brought and what the path still plans. Kopecks.

    `steps` are in order, the first one next; empty where the path leads nowhere.
    """

    since: datetime
    paid_kopecks: int
    steps: tuple[PlannedStep, ...]

    @property
    def ahead_kopecks(self) -> int:
        return sum(step.price_kopecks for step in self.steps)

    @property
    def planned_kopecks(self) -> int:
        """The value of the whole path of this client: brought and planned."""
        return self.paid_kopecks + self.ahead_kopecks


@dataclass(frozen=True, slots=True)
class _Lead:
    after: str
    product_id: int
    product: str
    price_kopecks: int
    reason: str


def planned_paths(client_ids: Collection[int]) -> dict[int, PlannedPath]:
    """The path ahead of each client who has paid for something.

    From the last product bought along the published path, else the links «next» of the
    matrix; what the client has, and what is not on sale, is passed over. Queries: 2
    """
    leads = _leads()
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(_BOUGHT, [list(client_ids)])
        for client_id, since, paid, owned, last_id in cursor.fetchall():
            steps = _walk(last_id, set(owned), leads) if last_id is not None else ()
            found[client_id] = PlannedPath(since, paid, steps)
    return found


def _walk(
    from_id: int, owned: set[int], leads: Mapping[int, Collection[_Lead]]
) -> tuple[PlannedStep, ...]:
    """The first free lead of each product in turn; whoever was met is not met again."""
    steps: list[PlannedStep] = []
    here = from_id
    while len(steps) < MOST_STEPS:
        lead = next((one for one in leads.get(here, ()) if one.product_id not in owned), None)
        if lead is None:
            break
        steps.append(
            PlannedStep(lead.after, lead.product_id, lead.product, lead.price_kopecks, lead.reason)
        )
        owned.add(lead.product_id)
        here = lead.product_id
    return tuple(steps)


def _leads() -> dict[int, list[_Lead]]:
    found: dict[int, list[_Lead]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LEADS)
        for after_id, *lead in cursor.fetchall():
            found.setdefault(after_id, []).append(_Lead(*lead))
    return found


_LEADS: LiteralString = """
SELECT lead.after_id, a.name, p.id, p.name, coalesce(p.price_kopecks, 0), lead.reason
FROM (
  SELECT s.after_id, s.offered_id, s.reason, 0 AS rank, s.position
  FROM catalog_pathstep s JOIN catalog_pathversion v ON v.id = s.version_id
  WHERE v.state = 'published' AND s.after_id IS NOT NULL AND s.offered_id IS NOT NULL
  UNION ALL
  SELECT source_id, target_id, '', 1, 0 FROM catalog_productlink WHERE kind = 'next'
) AS lead
JOIN catalog_product a ON a.id = lead.after_id
JOIN catalog_product p ON p.id = lead.offered_id AND p.status = 'active'
ORDER BY lead.after_id, lead.rank, lead.position, p.sort_key
"""

_BOUGHT: LiteralString = """
WITH asked AS MATERIALIZED (SELECT unnest(%s::bigint[]) AS client_id)
SELECT o.client_id, min(o.first_paid_at), sum(o.paid_kopecks - o.refunded_kopecks)::bigint,
       array_remove(array_agg(o.product_id), NULL),
       (array_agg(o.product_id ORDER BY o.first_paid_at DESC, o.id DESC)
         FILTER (WHERE o.product_id IS NOT NULL))[1]
FROM asked JOIN sales_order AS o ON o.client_id = asked.client_id
WHERE o.first_paid_at IS NOT NULL AND o.paid_kopecks > o.refunded_kopecks
GROUP BY o.client_id
"""

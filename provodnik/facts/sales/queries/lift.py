"""What bonuses and tripwires bring: their holders beside comparable buyers without them (R-082).

A holder is somebody who paid for the product, or took it when it costs nothing, before the
target. A comparable buyer got another product in the same month, as a first or as a later
purchase alike, never had this one and had no target yet. Both are followed for the same days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from provodnik.facts.catalog.rules import Lift, Stratum, lift_of
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class Helper:
    """A bonus or tripwire with one product it leads to, and what that brought.

    `kind` is of the product; `via` how it leads there: tripwire, bonus or next. `lift` is None
    until anybody has held it for the whole window.
    """

    product_id: int
    product: str
    kind: str
    status: str
    via: str
    target_id: int
    target: str
    lift: Lift | None


def helpers(*, now: datetime, product_id: int | None = None) -> list[Helper]:
    """Bonuses and tripwires of the school, or one product, with every product they lead to.

    Orders given back whole are no purchases here. Two queries.
    """
    settings = method.product_kinds()
    kinds = [str(kind.key) for kind in settings.kinds if kind.leads_to_flagship]
    window = timedelta(days=settings.lift.window_days)
    params: dict[str, Any] = {
        "kinds": kinds,
        "product": product_id,
        "until": now - window,
        "window": window,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, params)
        links = cursor.fetchall()
        params["sources"] = [row[0] for row in links]
        params["targets"] = [row[5] for row in links]
        cursor.execute(_STRATA, params)
        strata = cursor.fetchall()
    found: dict[tuple[int, int], list[Stratum]] = {}
    for source, target, *columns in strata:
        found.setdefault((source, target), []).append(Stratum(*columns))
    enough = settings.lift.enough_people
    return [Helper(*(*row, _lift(found.get((row[0], row[5]), ()), enough))) for row in links]


def _lift(strata: Iterable[Stratum], enough: int) -> Lift | None:
    return lift_of(list(strata), enough=enough)


_LINKS = """
SELECT p.id, p.name, p.kind, p.status, l.kind, t.id, t.name
FROM catalog_productlink l
JOIN catalog_product p ON p.id = l.source_id
JOIN catalog_product t ON t.id = l.target_id
WHERE l.kind <> 'cross'
  AND (p.id = %(product)s
       OR %(product)s::bigint IS NULL
          AND (p.kind = ANY(%(kinds)s::text[]) OR l.kind IN ('tripwire', 'bonus')))
ORDER BY p.sort_key, p.id, l.kind, t.sort_key
"""

# One purchase of a client stands for it among the others, chosen by a hash: the first one would
# always be a first purchase. Clients with the target before the purchase have nothing to show.
_STRATA = """
WITH pair AS MATERIALIZED (
  SELECT DISTINCT source_id, target_id
  FROM unnest(%(sources)s::bigint[], %(targets)s::bigint[]) AS one (source_id, target_id)
), got AS MATERIALIZED (
  SELECT client_id, product_id, min(coalesce(first_paid_at, created_at)) AS at
  FROM sales_order
  WHERE product_id IS NOT NULL
    AND (first_paid_at IS NOT NULL AND refunded_kopecks < paid_kopecks
         OR first_paid_at IS NULL AND cost_kopecks = 0
            AND product_id IN (SELECT source_id FROM pair))
  GROUP BY client_id, product_id
), purchase AS MATERIALIZED (
  SELECT *, at = min(at) OVER (PARTITION BY client_id) AS is_first FROM got
), anchor AS (
  SELECT DISTINCT ON (pair.source_id, pair.target_id, p.client_id)
    pair.source_id, pair.target_id, p.client_id, p.at, p.is_first,
    p.product_id = pair.source_id AS is_holder
  FROM pair JOIN purchase p ON p.product_id <> pair.target_id AND p.at <= %(until)s
  WHERE (p.product_id = pair.source_id OR NOT EXISTS (
      SELECT FROM got WHERE got.client_id = p.client_id AND got.product_id = pair.source_id))
    AND NOT EXISTS (
      SELECT FROM got WHERE got.client_id = p.client_id AND got.product_id = pair.target_id
        AND got.at <= p.at)
  ORDER BY pair.source_id, pair.target_id, p.client_id,
    p.product_id = pair.source_id DESC, hashint8(p.client_id * 1000 + p.product_id)
)
SELECT anchor.source_id, anchor.target_id,
  count(*) FILTER (WHERE is_holder), count(moved.client_id) FILTER (WHERE is_holder),
  count(*) FILTER (WHERE NOT is_holder), count(moved.client_id) FILTER (WHERE NOT is_holder)
FROM anchor
LEFT JOIN got moved ON moved.client_id = anchor.client_id
  AND moved.product_id = anchor.target_id AND moved.at <= anchor.at + %(window)s::interval
GROUP BY anchor.source_id, anchor.target_id, date_trunc('month', anchor.at), is_first
"""

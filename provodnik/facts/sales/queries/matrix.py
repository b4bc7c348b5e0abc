"""The product matrix: what is sold, where it leads, what is broken.

It stands among sales, not in the catalogue, because a product sleeps when nobody pays for it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection

from provodnik.facts.catalog.types import ProductStatus
from provodnik.kernel.names import search_key, search_keys
from provodnik.method import queries as method

SOLD_DAYS = 90


class Tab(StrEnum):
    """What to look at; the broken come first in a revision."""

    ALL = "all"
    ACTIVE = "active"
    SLEEPING = "sleeping"
    DEAD_ENDS = "dead_ends"
    ORPHANS = "orphans"
    UNREVISED = "unrevised"
    WITHOUT_OWNER = "without_owner"
    NO_DATA = "no_data"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class MatrixFilter:
    """Which rows of a tab to show; every field narrows."""

    tab: Tab = Tab.ALL
    kind: str | None = None
    pain_id: int | None = None
    owner_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A product of the matrix.

    `next` are products the matrix or the published path leads to. `sold` counts orders first
    paid in the last 90 days and not given back whole. `missing` names the fields that nobody
    has filled: kind, price, cost, audience, pains, payment_url. A dead end is on sale, needs a
    next step by its kind, and neither the matrix nor the path leads on. A sleeping product is
    put to sleep, or is on sale for money and nobody paid in the method's time; with its content
    ready it can be launched quickly. An orphan is on sale and nothing leads to it. `revised_at`
    is when a revision last decided on it.
    """

    product_id: int
    name: str
    kind: str
    status: str
    price_kopecks: int | None
    cost_kopecks: int | None
    margin_share: float | None
    is_confirmed: bool
    audience: str
    owner_id: int | None
    owner: str | None
    prerequisite: str | None
    pain_ids: tuple[int, ...]
    pains: tuple[str, ...]
    next: tuple[str, ...]
    cross: tuple[str, ...]
    steps: int
    sold: int
    is_dead_end: bool
    is_sleeping: bool
    is_orphan: bool
    has_content: bool
    is_unrevised: bool
    revised_at: datetime | None
    last_sold_at: datetime | None
    term_days: int | None
    missing: tuple[str, ...]

    def is_in(self, tab: Tab) -> bool:
        """Whether the product stands under a tab."""
        if tab in {Tab.ACTIVE, Tab.RETIRED}:
            return self.status == tab.value
        return {
            Tab.ALL: True,
            Tab.SLEEPING: self.is_sleeping,
            Tab.DEAD_ENDS: self.is_dead_end,
            Tab.ORPHANS: self.is_orphan,
            Tab.UNREVISED: self.is_unrevised,
            Tab.WITHOUT_OWNER: self.owner_id is None and self.status != ProductStatus.RETIRED,
            Tab.NO_DATA: self.status == ProductStatus.UNSORTED or bool(self.missing),
        }[tab]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rows asked for, and how many products stand under each tab whatever the filter."""

    rows: tuple[MatrixRow, ...]
    counts: dict[Tab, int]


def matrix(which: MatrixFilter | None = None, *, now: datetime) -> Matrix:
    """The matrix by name. A school has tens of products, so all of them are read.

    Queries: 1
    """
    which = which or MatrixFilter()
    everything = _rows(now)
    shown = (row for row in everything if row.is_in(which.tab))
    counts = {tab: sum(row.is_in(tab) for row in everything) for tab in Tab}
    return Matrix(tuple(_narrowed(shown, which)), counts)


CSV_HEADER = (
    *("name", "kind", "status", "price", "cost", "margin_percent", "economics_confirmed"),
    *("audience", "pains", "prerequisite", "next", "cross", "sold_90_days", "owner"),
    *("revised_on", "content_ready", "term_days"),
)


def csv_rows(matrix: Matrix) -> Iterator[tuple[str, ...]]:
    """The rows on the screen as text for a file, under `CSV_HEADER`; money in roubles."""
    for row in matrix.rows:
        margin = row.margin_share
        yield (
            row.name,
            row.kind,
            row.status,
            _roubles(row.price_kopecks),
            _roubles(row.cost_kopecks),
            "" if margin is None else f"{margin * 100:.1f}",
            "1" if row.is_confirmed else "0",
            row.audience,
            "; ".join(row.pains),
            row.prerequisite or "",
            "; ".join(row.next),
            "; ".join(row.cross),
            str(row.sold),
            row.owner or "",
            row.revised_at.date().isoformat() if row.revised_at else "",
            "1" if row.has_content else "0",
            str(row.term_days or ""),
        )


def _narrowed(rows: Iterable[MatrixRow], which: MatrixFilter) -> Iterator[MatrixRow]:
    keys = search_keys(which.text)
    for row in rows:
        texts = (row.name, row.audience, *row.pains)
        haystack = " ".join(search_key(text) for text in texts if text)
        if (
            (which.kind is None or row.kind == which.kind)
            and (which.pain_id is None or which.pain_id in row.pain_ids)
            and (which.owner_id is None or row.owner_id == which.owner_id)
            and (not keys or any(key in haystack for key in keys))
        ):
            yield row


def _rows(now: datetime) -> list[MatrixRow]:
    kinds = method.product_kinds().kinds
    params: dict[str, Any] = {
        "sold_since": now - timedelta(days=SOLD_DAYS),
        "awake_since": now - timedelta(days=method.signal_settings().product_sleeping.after_days),
        "ends": [kind.key for kind in kinds if not kind.needs_next],
        "entries": [kind.key for kind in kinds if kind.is_entry],
    }
    with connection.cursor() as cursor:
        cursor.execute(_MATRIX, params)
        return [_row(row) for row in cursor.fetchall()]


def _row(columns: Sequence[Any]) -> MatrixRow:
    values: list[Any] = [tuple(v) if isinstance(v, list) else v for v in columns]
    return MatrixRow(*values)


def _roubles(kopecks: int | None) -> str:
    return "" if kopecks is None else f"{kopecks // 100}.{kopecks % 100:02d}"


_MATRIX = """
WITH sold AS (
  SELECT product_id, count(*) FILTER (WHERE first_paid_at >= %(sold_since)s) AS n,
         max(first_paid_at) AS last_at
  FROM sales_order
  WHERE first_paid_at IS NOT NULL AND refunded_kopecks < paid_kopecks AND product_id IS NOT NULL
  GROUP BY product_id
), pain AS (
  SELECT solves.product_id, array_agg(pain.id ORDER BY pain.name) AS ids,
         array_agg(pain.name ORDER BY pain.name) AS names
  FROM catalog_productpain solves JOIN people_pain pain ON pain.id = solves.pain_id
  GROUP BY solves.product_id
), way AS (
  SELECT source_id AS product_id, target_id, kind FROM catalog_productlink WHERE kind <> 'cross'
  UNION SELECT s.after_id, s.offered_id, 'next'
  FROM catalog_pathstep s JOIN catalog_pathversion v ON v.id = s.version_id
  WHERE v.state = 'published' AND s.after_id IS NOT NULL AND s.offered_id IS NOT NULL
), leads AS (
  SELECT way.product_id,
         array_agg(target.name ORDER BY target.sort_key) FILTER (WHERE way.kind = 'next') AS next,
         bool_or(target.status = 'active') AS on_sale
  FROM way JOIN catalog_product target ON target.id = way.target_id
  GROUP BY way.product_id
), twin AS (
  SELECT pair.product_id, array_agg(other.name ORDER BY other.sort_key) AS names FROM (
    SELECT source_id AS product_id, target_id AS other_id FROM catalog_productlink
    WHERE kind = 'cross'
    UNION SELECT target_id, source_id FROM catalog_productlink WHERE kind = 'cross'
  ) AS pair JOIN catalog_product other ON other.id = pair.other_id GROUP BY pair.product_id
), led AS (
  SELECT DISTINCT way.target_id FROM (
    SELECT product_id, target_id FROM way
    UNION SELECT source_id, target_id FROM catalog_productlink WHERE kind = 'cross'
    UNION SELECT target_id, source_id FROM catalog_productlink WHERE kind = 'cross'
  ) AS way JOIN catalog_product source ON source.id = way.product_id AND source.status <> 'retired'
  UNION SELECT s.offered_id
  FROM catalog_pathstep s JOIN catalog_pathversion v ON v.id = s.version_id
  WHERE v.state = 'published' AND s.offered_id IS NOT NULL
), step AS (
  SELECT s.after_id AS product_id, count(*) AS n
  FROM catalog_pathstep s JOIN catalog_pathversion v ON v.id = s.version_id
  WHERE v.state = 'published' AND s.offered_id IS NOT NULL GROUP BY s.after_id
)
SELECT p.id, p.name, p.kind, p.status, p.price_kopecks, p.cost_kopecks,
  CASE WHEN p.price_kopecks > 0
       THEN (p.price_kopecks - p.cost_kopecks)::float8 / p.price_kopecks END,
  p.economics_confirmed_at IS NOT NULL, p.audience, p.owner_id, owner.name, needed.name,
  coalesce(pain.ids, '{}'), coalesce(pain.names, '{}'), coalesce(leads.next, '{}'),
  coalesce(twin.names, '{}'), coalesce(step.n, 0), coalesce(sold.n, 0),
  p.status = 'active' AND NOT p.kind = ANY(%(ends)s::text[])
    AND leads.on_sale IS NOT TRUE,
  p.status = 'sleeping' OR (p.status = 'active' AND p.price_kopecks IS DISTINCT FROM 0
    AND p.created_at < %(awake_since)s
    AND coalesce(sold.last_at < %(awake_since)s, true)),
  p.status = 'active' AND NOT p.kind = ANY(%(entries)s::text[]) AND led.target_id IS NULL,
  p.content_ready_at IS NOT NULL,
  p.status <> 'retired' AND p.revision_started_at IS NOT NULL
    AND (p.revised_at IS NULL OR p.revised_at < p.revision_started_at),
  p.revised_at, sold.last_at, p.term_days,
  array_remove(ARRAY[
    CASE WHEN p.kind = '' THEN 'kind' END,
    CASE WHEN p.price_kopecks IS NULL THEN 'price' END,
    CASE WHEN p.cost_kopecks IS NULL THEN 'cost' END,
    CASE WHEN p.audience = '' THEN 'audience' END,
    CASE WHEN pain.ids IS NULL THEN 'pains' END,
    CASE WHEN p.payment_url = '' THEN 'payment_url' END
  ], NULL)
FROM catalog_product p
LEFT JOIN team_staff owner ON owner.id = p.owner_id
LEFT JOIN catalog_product needed ON needed.id = p.prerequisite_id
LEFT JOIN sold ON sold.product_id = p.id
LEFT JOIN pain ON pain.product_id = p.id
LEFT JOIN leads ON leads.product_id = p.id
LEFT JOIN twin ON twin.product_id = p.id
LEFT JOIN led ON led.target_id = p.id
LEFT JOIN step ON step.product_id = p.id
ORDER BY p.sort_key, p.id
"""

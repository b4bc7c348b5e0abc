"""Who went where: from a client's first paid product to the next ones, or to nowhere."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString

from django.db import connection

MOST_STEPS = 4
MOST_PRODUCTS = 8
PAGE = 50


@dataclass(frozen=True, slots=True)
class Flow:
    """`clients` went from one product to another as their purchase number `step` → `step + 1`.

    `has_stopped` tells that there was no next one, `is_waiting` that the last purchase is too
    fresh to call it nowhere. Products outside the largest ones have no id and no name.
    """

    step: int
    from_id: int | None
    from_name: str
    from_kind: str
    to_id: int | None
    to_name: str
    has_stopped: bool
    is_waiting: bool
    clients: int


def flows(
    *, from_at: datetime, to_at: datetime, now: datetime, nowhere_after: timedelta
) -> list[Flow]:
    """Flows of clients who first paid in [from_at, to_at). One query.

    Several purchases of one product in a row are one stop; orders given back whole are
    not stops.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _FLOWS,
            {
                "from": from_at,
                "to": to_at,
                "fresh": now - nowhere_after,
                "steps": MOST_STEPS,
                "products": MOST_PRODUCTS,
            },
        )
        return [
            Flow(step, from_id, from_name or "", from_kind or "", to_id, to_name or "", *rest)
            for step, from_id, from_name, from_kind, to_id, to_name, *rest in cursor.fetchall()
        ]


@dataclass(frozen=True, slots=True)
class Turn:
    """Some of the clients at a step: whence and whither, None for everybody.

    An end is the id of a product, «other» for one outside the largest; a target may be
    «waiting» or «nowhere» too.
    """

    step: int
    source: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Traveller:
    """A client who took a turn, and when they paid for what they turned from."""

    client_id: int
    name: str
    product: str
    paid_at: datetime


def travellers(
    turn: Turn,
    *,
    from_at: datetime,
    to_at: datetime,
    now: datetime,
    nowhere_after: timedelta,
    skip: int = 0,
) -> tuple[list[Traveller], int]:
    """The clients counted by `flows`, a page of them by name, and how many. One query."""
    params: dict[str, Any] = {
        "from": from_at,
        "to": to_at,
        "fresh": now - nowhere_after,
        "steps": MOST_STEPS,
        "products": MOST_PRODUCTS,
        "step": turn.step,
        "source": turn.source,
        "target": turn.target,
        "skip": skip,
        "rows": PAGE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TRAVELLERS, params)
        rows = cursor.fetchall()
    return [Traveller(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def owners_count(product_ids: Collection[int]) -> int:
    """How many clients paid for any of these products and kept it. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_OWNERS, [list(product_ids)])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


_STOPS = """
WITH paid AS (
  SELECT client_id, product_id, first_paid_at,
         lag(product_id) OVER client AS before_id,
         min(first_paid_at) OVER (PARTITION BY client_id) AS began_at
  FROM sales_order
  WHERE first_paid_at IS NOT NULL AND refunded_kopecks < paid_kopecks AND product_id IS NOT NULL
  WINDOW client AS (PARTITION BY client_id ORDER BY first_paid_at, id)
), stop AS (
  SELECT client_id, product_id, first_paid_at, began_at,
         row_number() OVER (PARTITION BY client_id ORDER BY first_paid_at) AS step
  FROM paid WHERE before_id IS DISTINCT FROM product_id
)
"""

_GOING: LiteralString = (
    _STOPS  # noqa: S608 (both halves stand in this file)
    + """, chosen AS (
  SELECT * FROM stop WHERE began_at >= %(from)s AND began_at < %(to)s AND step <= %(steps)s
), large AS (
  SELECT product_id FROM chosen GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT %(products)s
), going AS (
  SELECT c.step, c.client_id,
         CASE WHEN c.product_id IN (SELECT product_id FROM large) THEN c.product_id END AS from_id,
         CASE WHEN n.product_id IN (SELECT product_id FROM large) THEN n.product_id END AS to_id,
         n.client_id IS NULL AS has_stopped,
         n.client_id IS NULL AND c.first_paid_at >= %(fresh)s AS is_waiting
  FROM chosen c LEFT JOIN stop n ON n.client_id = c.client_id AND n.step = c.step + 1
)
"""
)

_FLOWS: LiteralString = (
    _GOING
    + """
SELECT g.step, g.from_id, f.name, f.kind, g.to_id,
       t.name, g.has_stopped, g.is_waiting, count(*)
FROM going g
LEFT JOIN catalog_product f ON f.id = g.from_id
LEFT JOIN catalog_product t ON t.id = g.to_id
GROUP BY g.step, g.from_id, f.name, f.kind, g.to_id, g.has_stopped, t.name, g.is_waiting
ORDER BY g.step, count(*) DESC
"""
)

_TRAVELLERS: LiteralString = (
    _GOING
    + """
SELECT g.client_id, p.name, coalesce(product.name, ''), c.first_paid_at, count(*) OVER ()
FROM going g
JOIN chosen c ON c.client_id = g.client_id AND c.step = g.step
JOIN people_client p ON p.id = g.client_id
LEFT JOIN catalog_product product ON product.id = c.product_id
WHERE g.step = %(step)s
  AND (%(source)s::text IS NULL OR coalesce(g.from_id::text, 'other') = %(source)s)
  AND (%(target)s::text IS NULL OR %(target)s = CASE
         WHEN g.is_waiting THEN 'waiting' WHEN g.has_stopped THEN 'nowhere'
         ELSE coalesce(g.to_id::text, 'other') END)
ORDER BY p.sort_key, g.client_id OFFSET %(skip)s LIMIT %(rows)s
"""
)

_OWNERS = """
SELECT count(DISTINCT client_id) FROM sales_order
WHERE product_id = ANY(%s) AND first_paid_at IS NOT NULL AND refunded_kopecks < paid_kopecks
"""

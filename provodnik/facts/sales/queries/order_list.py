"""Paid orders, each with its buyer: the rows under a count or a sum of orders."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

PAGE = 50


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders; every field narrows. Days are the school's, [from_on, to_on), of the first
    payment. Orders given back whole are never among them."""

    product_id: int | None = None
    line_id: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    since_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A paid order; money is net of what was given back, in kopecks."""

    order_id: int
    client_id: int
    client: str
    coordinator_id: int | None
    product: str
    number: str
    paid_at: datetime
    net_kopecks: int


@dataclass(frozen=True, slots=True)
class OrderPage:
    """A page of orders, the newest first, and how many and how much there are in all."""

    rows: tuple[OrderRow, ...]
    total: int
    net_kopecks: int


def order_page(which: OrderFilter, *, timezone: str, skip: int = 0) -> OrderPage:
    """One query."""
    params: dict[str, Any] = {
        "product": which.product_id,
        "line": which.line_id,
        "from": which.from_on,
        "to": which.to_on,
        "since": which.since_at,
        "zone": timezone,
        "skip": skip,
        "rows": PAGE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ORDERS, params)
        found = cursor.fetchall()
    if not found:
        return OrderPage((), 0, 0)
    return OrderPage(tuple(OrderRow(*row[:-2]) for row in found), found[0][-2], found[0][-1])


_ORDERS = """
SELECT o.id, o.client_id, c.name, c.coordinator_id, coalesce(p.name, o.title),
       coalesce(nullif(o.number, ''), o.external_id), o.first_paid_at,
       o.paid_kopecks - o.refunded_kopecks,
       count(*) OVER (), (sum(o.paid_kopecks - o.refunded_kopecks) OVER ())::bigint
FROM sales_order AS o
JOIN people_client AS c ON c.id = o.client_id
LEFT JOIN catalog_product AS p ON p.id = o.product_id
WHERE o.first_paid_at IS NOT NULL AND o.refunded_kopecks < o.paid_kopecks
  AND (%(product)s::bigint IS NULL OR o.product_id = %(product)s)
  AND (%(line)s::bigint IS NULL OR o.product_id IN (
         SELECT product_id FROM catalog_plannedproduct WHERE line_id = %(line)s))
  AND (%(from)s::date IS NULL
       OR o.first_paid_at >= %(from)s::timestamp AT TIME ZONE %(zone)s)
  AND (%(since)s::timestamptz IS NULL OR o.first_paid_at >= %(since)s)
  AND (%(to)s::date IS NULL OR o.first_paid_at < %(to)s::timestamp AT TIME ZONE %(zone)s)
ORDER BY o.first_paid_at DESC, o.id DESC OFFSET %(skip)s LIMIT %(rows)s
"""

"""Subscriptions: who is on one, and which share of terms that ended was renewed (R-075)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from provodnik.facts.catalog.models import Product
from provodnik.kernel import journal
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class RenewalMonth:
    """Terms of a product that ended in a month of the school's calendar, and those renewed.

    A term counts once its last day and the days to wait are over, or it is renewed already.
    """

    product_id: int
    month_on: date
    ended: int
    renewed: int

    @property
    def share(self) -> float | None:
        return self.renewed / self.ended if self.ended else None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription product: its term, who is on it now, what was renewed, month by month.

    `active` people have a term that has not ended; `waiting` ones ended theirs and may still
    renew it in time; `renewals` counts paid terms but the first of each client.
    """

    product_id: int
    name: str
    price_kopecks: int | None
    term_days: int
    active: int
    waiting: int
    clients: int
    renewals: int
    revenue_kopecks: int
    months: tuple[RenewalMonth, ...]

    @property
    def ended(self) -> int:
        return sum(month.ended for month in self.months)

    @property
    def renewed(self) -> int:
        return sum(month.renewed for month in self.months)

    @property
    def share(self) -> float | None:
        """Of all terms that ended, 0..1; None before the first did."""
        return self.renewed / self.ended if self.ended else None


def subscriptions(*, now: datetime, timezone: str, months: int = 12) -> list[Subscription]:
    """Every subscription of the school by name, with the last months that had an end of term.

    Counted from the journal alone, voided entries apart. Queries: 3
    """
    settings = method.product_kinds()
    kinds = [str(kind.key) for kind in settings.kinds if kind.is_subscription]
    products = list(Product.objects.filter(kind__in=kinds).order_by("sort_key", "pk"))
    params: dict[str, Any] = {
        "products": [product.pk for product in products],
        "event": journal.event_id("subscription_paid"),
        "source": journal.source_id("provodnik"),
        "voided": journal.event_id("entry_voided"),
        "grace": settings.subscriptions.grace_days,
        "zone": timezone,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TERM + _NOW, params)
        standing = {row[0]: dict(zip(_NOBODY, row[1:], strict=True)) for row in cursor.fetchall()}
        cursor.execute(_TERM + _MONTHS, params)
        ended = [RenewalMonth(*row) for row in cursor.fetchall()]
    return [
        Subscription(
            product_id=product.pk,
            name=product.name,
            price_kopecks=product.price_kopecks,
            term_days=product.term_days or settings.subscriptions.term_days,
            months=_last(ended, product.pk, months),
            **standing.get(product.pk, _NOBODY),
        )
        for product in products
    ]


_NOBODY = {"active": 0, "waiting": 0, "clients": 0, "renewals": 0, "revenue_kopecks": 0}


def _last(found: Iterable[RenewalMonth], product_id: int, months: int) -> tuple[RenewalMonth, ...]:
    return tuple(month for month in found if month.product_id == product_id)[-months:]


# A term renewed early ends where the next one begins to count: it is renewed all the same.
_TERM = """
WITH term AS MATERIALIZED (
  SELECT coalesce(a.survivor_id, e.client_id) AS client_id, e.product_id, e.happened_at, e.value,
         e.happened_at + (e.attrs->>'days')::integer * interval '1 day' AS due_at,
         row_number() OVER client AS place, lead(e.happened_at) OVER client AS next_at
  FROM kernel_journalentry e
  LEFT JOIN people_clientalias a ON a.client_id = e.client_id
  WHERE e.source_id = %(source)s AND e.event_id = %(event)s AND e.external_id IS NOT NULL
    AND e.product_id = ANY(%(products)s::bigint[]) AND e.happened_at <= %(now)s
    AND NOT EXISTS (
      SELECT FROM kernel_journalentry v
      WHERE v.source_id = %(source)s AND v.event_id = %(voided)s
        AND v.external_id = 'entry:' || e.id)
  WINDOW client AS (
    PARTITION BY coalesce(a.survivor_id, e.client_id), e.product_id ORDER BY e.happened_at, e.id)
), told AS (
  SELECT *, due_at + %(grace)s::integer * interval '1 day' AS late_at FROM term
)
"""
_NOW = """
SELECT product_id,
  count(DISTINCT client_id) FILTER (WHERE next_at IS NULL AND due_at > %(now)s),
  count(DISTINCT client_id) FILTER (
    WHERE next_at IS NULL AND due_at <= %(now)s AND late_at > %(now)s),
  count(DISTINCT client_id), count(*) FILTER (WHERE place > 1), sum(value)::bigint
FROM told GROUP BY product_id
"""
_MONTHS = """
SELECT product_id, date_trunc('month', due_at AT TIME ZONE %(zone)s)::date, count(*),
       count(*) FILTER (WHERE next_at <= late_at)
FROM told WHERE next_at <= late_at OR late_at <= %(now)s
GROUP BY 1, 2 ORDER BY 1, 2
"""

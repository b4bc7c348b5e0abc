"""Promotions against their criterion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, LiteralString

from django.db import connection

from provodnik.facts.sales.types import Criterion

# What a promotion `m` has brought: orders first paid on its days, or their money.
RESULT: LiteralString = """(
  SELECT coalesce(CASE m.criterion WHEN 'payments' THEN count(*)
                  ELSE sum(o.paid_kopecks - o.refunded_kopecks) END, 0)
  FROM sales_order AS o
  WHERE o.paid_kopecks > o.refunded_kopecks
    AND o.first_paid_at >= m.starts_on::timestamp AT TIME ZONE %(zone)s
    AND o.first_paid_at < (m.ends_on + 1)::timestamp AT TIME ZONE %(zone)s
    AND (m.product_id IS NULL OR o.product_id = m.product_id))"""


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """A promotion with what it has brought: so far, or once and for all when `is_over`."""

    promotion_id: int
    name: str
    terms: str
    product: str
    starts_on: date
    ends_on: date
    criterion: Criterion
    target: int
    result: int
    is_over: bool
    by: str
    product_id: int | None = None

    @property
    def after_on(self) -> date:
        """The day after its last one."""
        return self.ends_on + timedelta(days=1)

    @property
    def is_reached(self) -> bool:
        return self.result >= self.target

    @property
    def part(self) -> float:
        """The result of the target, 0..1 and above."""
        return self.result / self.target

    def days_left(self, today: date) -> int | None:
        """Days with today and the last one; None before it begins and after it ends."""
        if self.is_over or not self.starts_on <= today <= self.ends_on:
            return None
        return (self.ends_on - today).days + 1


def promotions(*, timezone: str) -> list[PromotionRow]:
    """Every promotion, those that run and are to come first. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(_PROMOTIONS, {"zone": timezone})
        rows = cursor.fetchall()
    return [_row(row) for row in rows]


def _row(row: Sequence[Any]) -> PromotionRow:
    values = list(row)
    values[6] = Criterion(values[6])
    return PromotionRow(*values)


_PROMOTIONS: LiteralString = f"""
SELECT m.id, m.name, m.terms, coalesce(p.name, ''), m.starts_on, m.ends_on, m.criterion, m.target,
       coalesce(m.result, {RESULT})::bigint, m.ended_at IS NOT NULL, coalesce(s.name, ''),
       m.product_id
FROM sales_promotion AS m
LEFT JOIN catalog_product AS p ON p.id = m.product_id
LEFT JOIN team_staff AS s ON s.id = m.created_by_id
ORDER BY m.ended_at IS NOT NULL, m.ends_on DESC, m.id
"""  # noqa: S608 (our own expression)

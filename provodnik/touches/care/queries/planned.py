"""What a student's path is planned to be worth, from the first purchase on. For the staff only."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class PlannedValue:
    """Money in kopecks: received already, and the prices of what the path still leads to."""

    paid_kopecks: int
    ahead_kopecks: int
    ahead: tuple[str, ...]
    first: str

    @property
    def total_kopecks(self) -> int:
        return self.paid_kopecks + self.ahead_kopecks


def planned_value(client_id: int) -> PlannedValue:
    """The paid orders net of refunds, and each product ahead once, along the published path
    and the links «next» from whatever is owned. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PLANNED, [client_id, client_id])
        paid, ahead, names = cursor.fetchone() or (0, 0, None)
    known = tuple(names or ())
    return PlannedValue(paid, ahead, known, known[0] if known else "")


_PLANNED = """
WITH RECURSIVE owned AS MATERIALIZED (
  SELECT DISTINCT product_id AS id FROM sales_order
  WHERE client_id = %s AND first_paid_at IS NOT NULL AND product_id IS NOT NULL
), lead AS MATERIALIZED (
  SELECT s.after_id AS source_id, s.offered_id AS target_id
  FROM catalog_pathstep s JOIN catalog_pathversion v ON v.id = s.version_id
  WHERE v.state = 'published' AND s.after_id IS NOT NULL AND s.offered_id IS NOT NULL
  UNION
  SELECT source_id, target_id FROM catalog_productlink WHERE kind = 'next'
), walk AS (
  SELECT id, 0 AS depth FROM owned
  UNION
  SELECT lead.target_id, walk.depth + 1 FROM walk JOIN lead ON lead.source_id = walk.id
  WHERE walk.depth < 20
), ahead AS (
  SELECT p.id, p.name, coalesce(p.price_kopecks, 0) AS price, min(walk.depth) AS depth
  FROM walk JOIN catalog_product p ON p.id = walk.id
  WHERE p.status = 'active' AND p.id NOT IN (SELECT id FROM owned)
  GROUP BY p.id, p.name, p.price_kopecks
)
SELECT
  (SELECT coalesce(sum(paid_kopecks - refunded_kopecks), 0)::bigint FROM sales_order
   WHERE client_id = %s AND first_paid_at IS NOT NULL),
  (SELECT coalesce(sum(price), 0)::bigint FROM ahead),
  (SELECT array_agg(name ORDER BY depth, price, name) FROM ahead)
"""

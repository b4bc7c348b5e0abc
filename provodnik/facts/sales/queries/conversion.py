"""What a tripwire or a bonus brought: how many of its buyers went on, and how many others did."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Conversion:
    """Buyers of a product who later paid for one it leads to, beside clients without it.

    `others` are paying clients who never bought the product; `others_moved` of them bought
    the target. `kind` is next, tripwire or bonus.
    """

    kind: str
    target_id: int
    target: str
    buyers: int
    moved: int
    median_days: float | None
    others: int
    others_moved: int

    @property
    def share(self) -> float | None:
        """Of buyers, 0..1; None without buyers."""
        return self.moved / self.buyers if self.buyers else None

    @property
    def uplift(self) -> float | None:
        """By how much the share of buyers is above that of others; None when either is unknown."""
        if self.share is None or not self.others:
            return None
        return self.share - self.others_moved / self.others


def conversions(product_id: int) -> list[Conversion]:
    """For each product this one leads to, cross links apart. One query.

    Orders given back whole are no purchases here.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CONVERSIONS, {"product": product_id})
        return [Conversion(*row) for row in cursor.fetchall()]


_CONVERSIONS = """
WITH bought AS (
  SELECT client_id, product_id, min(first_paid_at) AS at FROM sales_order
  WHERE first_paid_at IS NOT NULL AND refunded_kopecks < paid_kopecks
  GROUP BY client_id, product_id
), buyer AS (
  SELECT client_id, at FROM bought WHERE product_id = %(product)s
), led AS (
  SELECT kind, target_id FROM catalog_productlink
  WHERE source_id = %(product)s AND kind <> 'cross'
)
SELECT led.kind, target.id, target.name, (SELECT count(*) FROM buyer), count(buyer.client_id),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM got.at - buyer.at) / 86400),
  (SELECT count(DISTINCT client_id) FROM bought
   WHERE client_id NOT IN (SELECT client_id FROM buyer)),
  (SELECT count(*) FROM bought
   WHERE product_id = target.id AND client_id NOT IN (SELECT client_id FROM buyer))
FROM led
JOIN catalog_product target ON target.id = led.target_id
LEFT JOIN bought got ON got.product_id = led.target_id
LEFT JOIN buyer ON buyer.client_id = got.client_id AND got.at > buyer.at
GROUP BY led.kind, target.id, target.name
ORDER BY led.kind, target.name
"""

"""What became of offers: objections, cascades, personal offers."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from provodnik.facts.sales.rules import share
from provodnik.kernel.periods import Period
from provodnik.method import queries as method

# An offer is paid when its product was bought after it was made, and not given back whole.
PAID_OFFER = """EXISTS (
  SELECT FROM sales_order AS o
  WHERE o.client_id = f.client_id AND o.product_id = f.product_id
    AND o.first_paid_at >= f.made_at AND o.paid_kopecks > o.refunded_kopecks)"""


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """How often an objection was heard. `part` of all refusals of the period, 0..1."""

    code: str
    title: str
    answer: str
    count: int
    part: float
    product: str


def top_objections(period: Period, *, timezone: str) -> list[ObjectionRow]:
    """Refused offers by their objection, the most frequent first; `product` met it most.

    Days are the school's. An objection that left the catalogue keeps its code as title.
    Queries: 1
    """
    with connection.cursor() as cursor:
        cursor.execute(_OBJECTIONS, {"from": period.from_on, "to": period.to_on, "zone": timezone})
        found = cursor.fetchall()
    total = sum(count for _code, count, _product in found)
    outcomes = method.outcomes()
    rows = []
    for code, count, product in found:
        words = outcomes.objection(code)
        title, answer = (words.title, words.answer) if words else (code, "")
        rows.append(ObjectionRow(code, title, answer, count, count / total, product))
    return rows


_OBJECTIONS = """
SELECT f.objection, count(*), mode() WITHIN GROUP (ORDER BY p.name)
FROM sales_offer AS f JOIN catalog_product AS p ON p.id = f.product_id
WHERE f.state = 'declined'
  AND f.decided_at >= %(from)s::timestamp AT TIME ZONE %(zone)s
  AND f.decided_at < %(to)s::timestamp AT TIME ZONE %(zone)s
GROUP BY f.objection ORDER BY count(*) DESC, f.objection
"""


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One offer of a cascade; `depth` 0 is where it began."""

    offer_id: int
    parent_id: int | None
    depth: int
    product: str
    reason: str
    state: str
    made_at: datetime
    is_paid: bool


def cascade(offer_id: int) -> list[ChainLink]:
    """The whole chain an offer belongs to, parents before children. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(_CASCADE, [offer_id])
        return [ChainLink(*row) for row in cursor.fetchall()]


_CASCADE = f"""
WITH RECURSIVE up AS (
  SELECT id, parent_id FROM sales_offer WHERE id = %s
  UNION ALL
  SELECT o.id, o.parent_id FROM sales_offer AS o JOIN up ON o.id = up.parent_id
), down AS (
  SELECT id, 0 AS depth FROM up WHERE parent_id IS NULL
  UNION ALL
  SELECT o.id, down.depth + 1 FROM sales_offer AS o JOIN down ON o.parent_id = down.id
)
SELECT f.id, f.parent_id, down.depth, p.name, f.reason, f.state, f.made_at, {PAID_OFFER}
FROM down JOIN sales_offer AS f ON f.id = down.id JOIN catalog_product AS p ON p.id = f.product_id
ORDER BY down.depth, f.made_at, f.id
"""  # noqa: S608 (our own condition)


@dataclass(frozen=True, slots=True)
class CascadeStep:
    """How one product's offer is continued by another's: made, accepted, paid."""

    from_id: int
    from_product: str
    to_id: int
    to_product: str
    made: int
    accepted: int
    paid: int

    @property
    def conversion(self) -> float | None:
        """Paid of made, 0..1."""
        return share(self.paid, self.made)


def cascade_steps(period: Period, *, timezone: str) -> list[CascadeStep]:
    """Conversion of each step of cascades, by the day the child was made. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, {"from": period.from_on, "to": period.to_on, "zone": timezone})
        return [CascadeStep(*row) for row in cursor.fetchall()]


_STEPS = f"""
SELECT before.id, before.name, p.id, p.name, count(*),
       count(*) FILTER (WHERE f.state = 'accepted'),
       count(*) FILTER (WHERE {PAID_OFFER})
FROM sales_offer AS f
JOIN sales_offer AS parent ON parent.id = f.parent_id
JOIN catalog_product AS before ON before.id = parent.product_id
JOIN catalog_product AS p ON p.id = f.product_id
WHERE f.made_at >= %(from)s::timestamp AT TIME ZONE %(zone)s
  AND f.made_at < %(to)s::timestamp AT TIME ZONE %(zone)s
GROUP BY before.id, before.name, p.id, p.name
ORDER BY count(*) DESC, before.name, p.name, before.id, p.id
"""  # noqa: S608 (our own condition)


@dataclass(frozen=True, slots=True)
class Uptake:
    """What became of personal offers: those made to one person with a date."""

    made: int
    waiting: int
    accepted: int
    declined: int
    expired: int
    paid: int
    paid_in_time: int

    @property
    def uptake(self) -> float | None:
        """Paid before the date, of made; 0..1."""
        return share(self.paid_in_time, self.made)


def personal_offers(period: Period, *, timezone: str) -> Uptake:
    """Personal offers made in the period and their uptake (R-086). Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(_PERSONAL, {"from": period.from_on, "to": period.to_on, "zone": timezone})
        return Uptake(*cursor.fetchone() or (0,) * 7)


_PERSONAL = f"""
SELECT count(*), count(*) FILTER (WHERE f.state = 'made'),
       count(*) FILTER (WHERE f.state = 'accepted'), count(*) FILTER (WHERE f.state = 'declined'),
       count(*) FILTER (WHERE f.state = 'expired'), count(*) FILTER (WHERE {PAID_OFFER}),
       count(*) FILTER (WHERE EXISTS (
         SELECT FROM sales_order AS o
         WHERE o.client_id = f.client_id AND o.product_id = f.product_id
           AND o.first_paid_at >= f.made_at AND o.first_paid_at < f.expires_at
           AND o.paid_kopecks > o.refunded_kopecks))
FROM sales_offer AS f
WHERE f.expires_at IS NOT NULL
  AND f.made_at >= %(from)s::timestamp AT TIME ZONE %(zone)s
  AND f.made_at < %(to)s::timestamp AT TIME ZONE %(zone)s
"""  # noqa: S608 (our own condition)

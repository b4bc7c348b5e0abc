"""Plan and fact of a line of products: what is launched, what it brought, what is next (R-066)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import F

from provodnik.facts.catalog.models import ProductLine


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a line with the product that fills it, if any.

    `buyers` and `revenue_kopecks` are of orders paid and not given back whole, net of what was
    given back in part.
    """

    place_id: int
    name: str
    launch_on: date | None
    product_id: int | None
    status: str
    has_content: bool
    launched_at: datetime | None
    buyers: int
    revenue_kopecks: int

    @property
    def is_launched(self) -> bool:
        return self.launched_at is not None

    def is_late(self, today: date) -> bool:
        """The day of its launch has passed and nothing is launched."""
        return not self.is_launched and self.launch_on is not None and self.launch_on < today


@dataclass(frozen=True, slots=True)
class LinePlan:
    """A line: the plan, its places, launched ones first by money."""

    line_id: int
    name: str
    kind: str
    target_count: int
    starts_on: date | None
    due_on: date | None
    places: tuple[Place, ...]

    @property
    def launched(self) -> int:
        return sum(place.is_launched for place in self.places)

    @property
    def left(self) -> int:
        return max(0, self.target_count - self.launched)

    @property
    def revenue_kopecks(self) -> int:
        return sum(place.revenue_kopecks for place in self.places)

    @property
    def buyers(self) -> int:
        """Orders, not people: one person may buy several."""
        return sum(place.buyers for place in self.places)

    @property
    def next_place(self) -> Place | None:
        """What is to be launched next: the earliest day, undated ones last."""
        waiting = [place for place in self.places if not place.is_launched]
        return min(waiting, key=_when, default=None)


def product_lines() -> list[LinePlan]:
    """Every line of the school, the latest due last. Two queries."""
    lines = list(ProductLine.objects.order_by(F("due_on").asc(nulls_last=True), "name"))
    return _plans(lines)


def product_line(line_id: int) -> LinePlan:
    """One line. Two queries.

    Raises:  ProductLine.DoesNotExist
    """
    return _plans([ProductLine.objects.get(pk=line_id)])[0]


def _plans(lines: Iterable[ProductLine]) -> list[LinePlan]:
    ids = [line.pk for line in lines]
    places: dict[int, list[Place]] = {line_id: [] for line_id in ids}
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, {"lines": ids})
        for line_id, *columns in cursor.fetchall():
            places[line_id].append(Place(*columns))
    return [
        LinePlan(
            line_id=line.pk,
            name=line.name,
            kind=line.kind,
            target_count=line.target_count,
            starts_on=line.starts_on,
            due_on=line.due_on,
            places=tuple(places[line.pk]),
        )
        for line in lines
    ]


def _when(place: Place) -> tuple[bool, date, str]:
    return place.launch_on is None, place.launch_on or date.max, place.name


_PLACES = """
WITH place AS MATERIALIZED (
  SELECT * FROM catalog_plannedproduct WHERE line_id = ANY(%(lines)s)
), sold AS MATERIALIZED (
  SELECT product_id, count(*) AS buyers, sum(paid_kopecks - refunded_kopecks)::bigint AS kopecks
  FROM sales_order
  WHERE product_id IN (SELECT product_id FROM place)
    AND first_paid_at IS NOT NULL AND refunded_kopecks < paid_kopecks
  GROUP BY product_id
)
SELECT place.line_id, place.id, coalesce(p.name, place.name), place.launch_on, p.id,
       coalesce(p.status, ''), p.content_ready_at IS NOT NULL, p.launched_at,
       coalesce(sold.buyers, 0), coalesce(sold.kopecks, 0)
FROM place
LEFT JOIN catalog_product p ON p.id = place.product_id
LEFT JOIN sold ON sold.product_id = p.id
ORDER BY p.launched_at IS NULL, coalesce(sold.kopecks, 0) DESC, place.launch_on, place.name
"""

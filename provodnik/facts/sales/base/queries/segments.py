"""Segments with their sizes, overlap and potential; who is in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from provodnik.facts.sales.base import rules
from provodnik.facts.sales.base.models import Segment
from provodnik.facts.sales.base.types import Inputs, Rule
from provodnik.method import queries as method

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment, its size now, who entered and left in a week, who is in another as well."""

    segment_id: int
    name: str
    rule: Rule
    size: int
    entered: int
    left: int
    shared: int
    net_kopecks: int
    inputs: Inputs
    potential_kopecks: int | None
    edited_at: datetime


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another segment and how many people are in both."""

    segment_id: int
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A set of clients: how many, how many of them in another segment too, what they brought.

    `made` and `paid` are offers of the window, `sales` and `sold_kopecks` its repeat orders.
    """

    size: int = 0
    shared: int = 0
    net_kopecks: int = 0
    made: int = 0
    paid: int = 0
    sales: int = 0
    sold_kopecks: int = 0


@dataclass(frozen=True, slots=True)
class SegmentTable:
    """Every live segment, the largest potential first, and the whole school beside them."""

    rows: tuple[SegmentRow, ...]
    school: Figures

    def potential(self, people: int) -> int | None:
        """What so many people could bring by the whole school's conversion and cheque."""
        whole = self.school
        if not whole.made or not whole.sales:
            return None
        return round(people * whole.paid / whole.made * whole.sold_kopecks / whole.sales)


@dataclass(frozen=True, slots=True)
class Moves:
    """Who entered or left a segment on a day."""

    client_id: int
    name: str
    at: datetime
    has_left: bool


def segment_table(*, now: datetime) -> SegmentTable:
    """Segments with their figures. Queries: 3, whatever the segments; one pass of memberships."""
    since = now - timedelta(days=method.base_settings().potential.window_days)
    segments = list(Segment.objects.filter(archived_at=None).order_by("name"))
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, {"since": since})
        known = {row[0]: Figures(*map(int, row[1:])) for row in cursor.fetchall()}
        cursor.execute(_MOVED, {"since": now - WEEK})
        moved = {row[0]: row[1:] for row in cursor.fetchall()}
    school = known.get(0, Figures())
    rows = [
        _row(one, known.get(one.pk, Figures()), moved.get(one.pk, (0, 0)), school)
        for one in segments
    ]
    rows.sort(key=lambda row: (-(row.potential_kopecks or 0), row.name))
    return SegmentTable(tuple(rows), school)


def in_no_segment() -> int:
    """How many contacts fit no live segment. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_NONE)
        (count,) = cursor.fetchone()
    return int(count)


def overlaps(segment_id: int) -> list[Overlap]:
    """Other segments of this one's members, the largest overlap first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_OVERLAPS, {"segment": segment_id})
        return [Overlap(*row) for row in cursor.fetchall()]


def count_fitting(rule: Rule, *, now: datetime, besides: int | None = None) -> tuple[int, int]:
    """How many contacts a rule would take, and how many of them another segment has already."""
    told = rules.predicate(rule, prefix="r", now=now)
    statement = _FITTING.replace("{fits}", told.text)
    with connection.cursor() as cursor:
        cursor.execute(statement, {**told.params, "besides": besides or 0})
        fitting, shared = cursor.fetchone()
    return int(fitting), int(shared)


def recent_moves(segment_id: int, *, limit: int = 20) -> list[Moves]:
    """The latest to enter or leave, newest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVES, {"segment": segment_id, "limit": limit})
        return [Moves(*row) for row in cursor.fetchall()]


def _row(one: Segment, own: Figures, moved: Sequence[int], school: Figures) -> SegmentRow:
    inputs = _inputs(one, own, school)
    return SegmentRow(
        segment_id=one.pk,
        name=one.name,
        rule=rules.read(one.rule),
        size=own.size,
        entered=int(moved[0]),
        left=int(moved[1]),
        shared=own.shared,
        net_kopecks=own.net_kopecks,
        inputs=inputs,
        potential_kopecks=rules.potential(inputs),
        edited_at=one.edited_at,
    )


def _inputs(one: Segment, own: Figures, school: Figures) -> Inputs:
    """The segment's own figures where there are enough of them, else the school's."""
    few = method.base_settings().potential.few_below
    offers, sold = own if own.made >= few else school, own if own.sales >= few else school
    conversion = offers.paid / offers.made if offers.made else None
    cheque = round(sold.sold_kopecks / sold.sales) if sold.sales else None
    return Inputs(
        size=own.size,
        made=offers.made,
        paid=offers.paid,
        sales=sold.sales,
        conversion_share=conversion if one.conversion_share is None else one.conversion_share,
        cheque_kopecks=cheque if one.cheque_kopecks is None else one.cheque_kopecks,
        conversion_is_set=one.conversion_share is not None,
        cheque_is_set=one.cheque_kopecks is not None,
        is_of_school=offers is school or sold is school,
    )


# An offer is paid when its product was bought after it was made. The cheque is that of repeat
# orders: a segment buys again, it does not buy for the first time. Both are summed by client
# before memberships multiply them: a client may be in many segments.
_FIGURES = """
WITH offered AS MATERIALIZED (
  SELECT f.client_id, count(*) AS made, count(*) FILTER (WHERE EXISTS (
    SELECT FROM sales_order AS o WHERE o.client_id = f.client_id AND o.product_id = f.product_id
      AND o.first_paid_at >= f.made_at AND o.paid_kopecks > o.refunded_kopecks)) AS paid
  FROM sales_offer AS f WHERE f.made_at > %(since)s GROUP BY f.client_id
), sold AS MATERIALIZED (
  SELECT o.client_id, count(*) AS sales, sum(o.paid_kopecks - o.refunded_kopecks)::bigint AS net
  FROM sales_order AS o JOIN base_contact AS c ON c.client_id = o.client_id
  WHERE o.first_paid_at > %(since)s AND o.first_paid_at > c.first_paid_at
    AND o.paid_kopecks > o.refunded_kopecks
  GROUP BY o.client_id
), person AS MATERIALIZED (
  SELECT c.client_id, c.net_kopecks, offered.made, offered.paid, sold.sales, sold.net
  FROM base_contact AS c LEFT JOIN offered ON offered.client_id = c.client_id
  LEFT JOIN sold ON sold.client_id = c.client_id
), standing AS (
  SELECT segment_id, client_id, count(*) OVER (PARTITION BY client_id) AS many
  FROM base_membership WHERE left_at IS NULL
)
SELECT s.segment_id, count(*), count(*) FILTER (WHERE s.many > 1), sum(p.net_kopecks),
  coalesce(sum(p.made), 0), coalesce(sum(p.paid), 0), coalesce(sum(p.sales), 0),
  coalesce(sum(p.net), 0)
FROM standing AS s JOIN person AS p ON p.client_id = s.client_id GROUP BY s.segment_id
UNION ALL
SELECT 0, 0, 0, 0, made, paid, sales, net
FROM (SELECT coalesce(sum(made), 0) AS made, coalesce(sum(paid), 0) AS paid FROM offered) AS o,
  (SELECT coalesce(sum(sales), 0) AS sales, coalesce(sum(net), 0) AS net FROM sold) AS s
"""

_MOVED = """
SELECT s.id, entered.people, gone.people
FROM base_segment AS s
CROSS JOIN LATERAL (
  SELECT count(*) AS people FROM base_membership AS m
  WHERE m.segment_id = s.id AND m.since_at > %(since)s AND m.left_at IS NULL
) AS entered
CROSS JOIN LATERAL (
  SELECT count(*) AS people FROM base_membership AS m
  WHERE m.segment_id = s.id AND m.left_at > %(since)s AND m.since_at <= %(since)s
) AS gone
WHERE s.archived_at IS NULL
"""

_IN_NONE = """
SELECT count(*) FROM base_contact AS c
WHERE NOT EXISTS (
  SELECT FROM base_membership AS m WHERE m.client_id = c.client_id AND m.left_at IS NULL)
"""

_OVERLAPS = """
SELECT s.id, s.name, count(*)
FROM base_membership AS mine
JOIN base_membership AS other ON other.client_id = mine.client_id AND other.left_at IS NULL
  AND other.segment_id <> mine.segment_id
JOIN base_segment AS s ON s.id = other.segment_id
WHERE mine.segment_id = %(segment)s AND mine.left_at IS NULL
GROUP BY s.id, s.name ORDER BY count(*) DESC, s.name
"""

_FITTING = """
SELECT count(*), count(*) FILTER (WHERE EXISTS (
  SELECT FROM base_membership AS m
  WHERE m.client_id = c.client_id AND m.left_at IS NULL AND m.segment_id <> %(besides)s))
FROM base_contact AS c WHERE {fits}
"""

_MOVES = """
SELECT m.client_id, p.name, m.at, m.has_left
FROM (
  (SELECT client_id, since_at AS at, false AS has_left FROM base_membership
   WHERE segment_id = %(segment)s ORDER BY since_at DESC LIMIT %(limit)s)
  UNION ALL
  (SELECT client_id, left_at, true FROM base_membership
   WHERE segment_id = %(segment)s AND left_at IS NOT NULL ORDER BY left_at DESC LIMIT %(limit)s)
) AS m JOIN people_client AS p ON p.id = m.client_id
ORDER BY m.at DESC, m.has_left, p.name LIMIT %(limit)s
"""

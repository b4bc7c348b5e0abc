"""Segments with their sizes, overlap and potential; who is in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from provodnik.facts.sales.base import rules
from provodnik.facts.sales.base.models import Contact, Membership, Segment
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
class Shares:
    """Conversion and cheque of one set of clients: offers made and paid, orders and money."""

    made: int = 0
    paid: int = 0
    sales: int = 0
    net_kopecks: int = 0


@dataclass(frozen=True, slots=True)
class Moves:
    """Who entered or left a segment on a day."""

    client_id: int
    name: str
    at: datetime
    has_left: bool


def segment_rows(*, now: datetime) -> list[SegmentRow]:
    """Every live segment, the largest potential first. Queries: 4, whatever the segments."""
    segments = list(Segment.objects.filter(archived_at=None).order_by("name"))
    with connection.cursor() as cursor:
        cursor.execute(_SIZES)
        sizes = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(_MOVED, {"since": now - WEEK})
        moved = {row[0]: row[1:] for row in cursor.fetchall()}
    shares = _shares(now=now)
    rows = [
        _row(one, sizes.get(one.pk, (0, 0, 0)), moved.get(one.pk, (0, 0)), shares)
        for one in segments
    ]
    return sorted(rows, key=lambda row: (-(row.potential_kopecks or 0), row.name))


def school_potential(size: int, *, now: datetime) -> int | None:
    """What so many people could bring by the whole school's conversion and cheque. One query."""
    whole = _shares(now=now).get(0, Shares())
    if not whole.made or not whole.sales:
        return None
    return round(size * whole.paid / whole.made * whole.net_kopecks / whole.sales)


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


def members_of(segment_id: int) -> QuerySet[Any, Any]:
    """Ids of clients in a segment now: a query to narrow a list of students by."""
    members = Membership.objects.filter(segment_id=segment_id, left_at=None)
    return members.values("client_id")


def unsegmented() -> QuerySet[Any, Any]:
    """Ids of contacts in no live segment, as a query to narrow a list by."""
    taken = Membership.objects.filter(left_at=None).values("client_id")
    return Contact.objects.exclude(client_id__in=taken).values("client_id")


def _row(
    one: Segment,
    sizes: Sequence[int],
    moved: Sequence[int],
    shares: Mapping[int, Shares],
) -> SegmentRow:
    size, shared, net = sizes
    inputs = _inputs(one, int(size), shares)
    return SegmentRow(
        segment_id=one.pk,
        name=one.name,
        rule=rules.read(one.rule),
        size=int(size),
        entered=int(moved[0]),
        left=int(moved[1]),
        shared=int(shared),
        net_kopecks=int(net),
        inputs=inputs,
        potential_kopecks=rules.potential(inputs),
        edited_at=one.edited_at,
    )


def _inputs(one: Segment, size: int, shares: Mapping[int, Shares]) -> Inputs:
    """The segment's own figures where there are enough of them, else the school's."""
    few = method.base_settings().potential.few_below
    own, school = shares.get(one.pk, Shares()), shares.get(0, Shares())
    offers, sold = own if own.made >= few else school, own if own.sales >= few else school
    conversion = offers.paid / offers.made if offers.made else None
    cheque = round(sold.net_kopecks / sold.sales) if sold.sales else None
    return Inputs(
        size=size,
        made=offers.made,
        paid=offers.paid,
        sales=sold.sales,
        conversion_share=conversion if one.conversion_share is None else one.conversion_share,
        cheque_kopecks=cheque if one.cheque_kopecks is None else one.cheque_kopecks,
        conversion_is_set=one.conversion_share is not None,
        cheque_is_set=one.cheque_kopecks is not None,
        is_of_school=offers is school or sold is school,
    )


def _shares(*, now: datetime) -> dict[int, Shares]:
    """Of each live segment, and of the whole school under 0. One query."""
    since = now - timedelta(days=method.base_settings().potential.window_days)
    with connection.cursor() as cursor:
        cursor.execute(_SHARES, {"since": since})
        return {row[0]: Shares(*map(int, row[1:])) for row in cursor.fetchall()}


_SIZES = """
SELECT m.segment_id, count(*), count(*) FILTER (WHERE m.many > 1),
       coalesce(sum(c.net_kopecks), 0)::bigint
FROM (
  SELECT segment_id, client_id, count(*) OVER (PARTITION BY client_id) AS many
  FROM base_membership WHERE left_at IS NULL
) AS m JOIN base_contact AS c ON c.client_id = m.client_id
GROUP BY m.segment_id
"""

_MOVED = """
SELECT segment_id, count(*) FILTER (WHERE since_at > %(since)s AND left_at IS NULL),
       count(*) FILTER (WHERE left_at > %(since)s AND since_at <= %(since)s)
FROM base_membership
WHERE since_at > %(since)s OR left_at > %(since)s
GROUP BY segment_id
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

# An offer is paid when its product was bought after it was made. The cheque is that of repeat
# orders: a segment buys again, it does not buy for the first time.
_SHARES = """
WITH offered AS MATERIALIZED (
  SELECT f.client_id, EXISTS (
    SELECT FROM sales_order AS o WHERE o.client_id = f.client_id AND o.product_id = f.product_id
      AND o.first_paid_at >= f.made_at AND o.paid_kopecks > o.refunded_kopecks) AS is_paid
  FROM sales_offer AS f WHERE f.made_at > %(since)s
), sold AS MATERIALIZED (
  SELECT o.client_id, o.paid_kopecks - o.refunded_kopecks AS net
  FROM sales_order AS o JOIN base_contact AS c ON c.client_id = o.client_id
  WHERE o.first_paid_at > %(since)s AND o.first_paid_at > c.first_paid_at
    AND o.paid_kopecks > o.refunded_kopecks
), made AS (
  SELECT 0 AS segment_id, count(*) AS made, count(*) FILTER (WHERE is_paid) AS paid FROM offered
  UNION ALL
  SELECT m.segment_id, count(*), count(*) FILTER (WHERE f.is_paid)
  FROM offered AS f JOIN base_membership AS m ON m.client_id = f.client_id AND m.left_at IS NULL
  GROUP BY m.segment_id
), money AS (
  SELECT 0 AS segment_id, count(*) AS sales, coalesce(sum(net), 0) AS net FROM sold
  UNION ALL
  SELECT m.segment_id, count(*), coalesce(sum(s.net), 0)
  FROM sold AS s JOIN base_membership AS m ON m.client_id = s.client_id AND m.left_at IS NULL
  GROUP BY m.segment_id
)
SELECT coalesce(made.segment_id, money.segment_id), coalesce(made, 0), coalesce(paid, 0),
       coalesce(sales, 0), coalesce(net, 0)::bigint
FROM made FULL JOIN money ON money.segment_id = made.segment_id
"""

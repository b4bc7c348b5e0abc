"""The base month by month: growth, offers per subscriber, cost of buyers, processes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from provodnik.facts.sales.base.types import CostPurpose
from provodnik.kernel import journal, schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import add_months, local_date, start_of_day
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the base. Kopecks; people; `planned` is None where nobody planned.

    `subscribers` are contacts known by the end of the month who get messages; `received` is
    money that came, `refunded` what went back of it.
    """

    month_on: date
    planned: int | None
    joined: int
    subscribers: int
    unsubscribed: int
    offers: int
    offers_paid: int
    new_buyers: int
    repeat_buyers: int
    received_kopecks: int
    refunded_kopecks: int
    new_cost_kopecks: int
    repeat_cost_kopecks: int

    @property
    def offers_per_subscriber(self) -> float | None:
        return self.offers / self.subscribers if self.subscribers else None


@dataclass(frozen=True, slots=True)
class CostRow:
    """Money entered as spent on buyers, for the list beside the form."""

    entry_id: int
    month_on: date
    purpose: CostPurpose
    kopecks: int


def months(*, now: datetime, zone: ZoneInfo) -> list[Month]:
    """The latest months, the oldest first, the current one as far as it has gone. One query."""
    shown = method.base_settings().months_shown
    first = add_months(local_date(now, zone).replace(day=1), 1 - shown)
    starts = [add_months(first, number) for number in range(shown + 1)]
    edges = [start_of_day(on, zone) for on in starts]
    params: dict[str, Any] = {
        "months": starts[:-1],
        "edges": edges,
        "first": edges[0],
        "last": edges[-1],
        "cost": journal.event_id("cost_recorded"),
        "voided": journal.event_id("entry_voided"),
        "new": CostPurpose.NEW_BUYERS.value,
        "repeat": CostPurpose.REPEAT_BUYERS.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS, params)
        return [Month(row[0], row[1], *map(int, row[2:])) for row in cursor.fetchall()]


def entered_costs(*, zone: ZoneInfo, limit: int = 12) -> list[CostRow]:
    """The latest costs entered for buyers, newest month first. One query."""
    params: dict[str, Any] = {
        "cost": journal.event_id("cost_recorded"),
        "voided": journal.event_id("entry_voided"),
        "purposes": [purpose.value for purpose in CostPurpose],
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COSTS, params)
        rows: Sequence[tuple[int, datetime, str, int]] = cursor.fetchall()
    return [CostRow(pk, local_date(at, zone), CostPurpose(item), v) for pk, at, item, v in rows]


def school_zone() -> ZoneInfo:
    return ZoneInfo(School.objects.values_list("timezone", flat=True).get(pk=schools.current()))


# Every table is read once, and its rows counted by the month they fall into: `width_bucket`
# answers with the place of the month, 0 before the first and one more than there are after the
# last. A count up to the end of a month is then a sum over places.
_MONTHS = """
WITH month AS (
  SELECT * FROM unnest(%(months)s::date[], %(edges)s::timestamptz[])
    WITH ORDINALITY AS m (month_on, starts_at, place)
  WHERE month_on IS NOT NULL
), known AS MATERIALIZED (
  SELECT width_bucket(known_at, %(edges)s::timestamptz[]) AS place,
    width_bucket(first_paid_at, %(edges)s::timestamptz[]) AS bought, count(*) AS people
  FROM base_contact GROUP BY 1, 2
), refused AS MATERIALIZED (
  SELECT width_bucket(c.known_at, %(edges)s::timestamptz[]) AS place,
    width_bucket(p.messages_refused_at, %(edges)s::timestamptz[]) AS gone, count(*) AS people
  FROM people_client AS p JOIN base_contact AS c ON c.client_id = p.id
  WHERE p.messages_refused_at IS NOT NULL GROUP BY 1, 2
), offered AS MATERIALIZED (
  SELECT width_bucket(f.made_at, %(edges)s::timestamptz[]) AS place, count(*) AS made,
    count(*) FILTER (WHERE EXISTS (
      SELECT FROM sales_order AS o WHERE o.client_id = f.client_id
        AND o.product_id = f.product_id AND o.first_paid_at >= f.made_at
        AND o.paid_kopecks > o.refunded_kopecks)) AS paid
  FROM sales_offer AS f WHERE f.made_at >= %(first)s AND f.made_at < %(last)s GROUP BY 1
), buyer AS MATERIALIZED (
  SELECT width_bucket(o.first_paid_at, %(edges)s::timestamptz[]) AS place, o.client_id,
    max(o.first_paid_at) AS at, sum(o.paid_kopecks) AS paid, sum(o.refunded_kopecks) AS refunded
  FROM sales_order AS o WHERE o.first_paid_at >= %(first)s AND o.first_paid_at < %(last)s
  GROUP BY 1, 2
), sold AS MATERIALIZED (
  SELECT b.place, count(*) FILTER (WHERE b.at > c.first_paid_at) AS repeat_buyers,
    sum(b.paid)::bigint AS received, sum(b.refunded)::bigint AS refunded
  FROM buyer AS b LEFT JOIN base_contact AS c ON c.client_id = b.client_id GROUP BY 1
), cost AS MATERIALIZED (
  SELECT width_bucket(j.happened_at, %(edges)s::timestamptz[]) AS place,
    coalesce(sum(j.value) FILTER (WHERE j.item = %(new)s), 0)::bigint AS new,
    coalesce(sum(j.value) FILTER (WHERE j.item = %(repeat)s), 0)::bigint AS repeat
  FROM kernel_journalentry AS j
  WHERE j.client_id IS NULL AND j.event_id = %(cost)s AND j.happened_at >= %(first)s
    AND j.item IN (%(new)s, %(repeat)s)
    AND NOT EXISTS (SELECT FROM kernel_journalentry AS v
      WHERE v.client_id IS NULL AND v.event_id = %(voided)s AND v.value = j.id)
  GROUP BY 1
)
SELECT month.month_on, plan.contacts, grown.joined, grown.people - parted.people, parted.here,
       coalesce(offered.made, 0), coalesce(offered.paid, 0), grown.new_buyers,
       coalesce(sold.repeat_buyers, 0), coalesce(sold.received, 0), coalesce(sold.refunded, 0),
       coalesce(cost.new, 0), coalesce(cost.repeat, 0)
FROM month
LEFT JOIN base_growthplan AS plan ON plan.month_on = month.month_on
CROSS JOIN LATERAL (
  SELECT coalesce(sum(k.people), 0) AS people,
    coalesce(sum(k.people) FILTER (WHERE k.place = month.place), 0) AS joined,
    coalesce(sum(k.people) FILTER (WHERE k.bought = month.place), 0) AS new_buyers
  FROM known AS k WHERE k.place <= month.place
) AS grown
CROSS JOIN LATERAL (
  SELECT coalesce(sum(r.people), 0) AS people,
    coalesce(sum(r.people) FILTER (WHERE r.gone = month.place), 0) AS here
  FROM refused AS r WHERE r.place <= month.place AND r.gone <= month.place
) AS parted
LEFT JOIN offered ON offered.place = month.place
LEFT JOIN sold ON sold.place = month.place
LEFT JOIN cost ON cost.place = month.place
ORDER BY month.month_on
"""

_COSTS = """
SELECT j.id, j.happened_at, j.item, j.value FROM kernel_journalentry AS j
WHERE j.client_id IS NULL AND j.event_id = %(cost)s AND j.item = ANY(%(purposes)s::text[])
  AND NOT EXISTS (SELECT FROM kernel_journalentry AS v
    WHERE v.client_id IS NULL AND v.event_id = %(voided)s AND v.value = j.id)
ORDER BY j.happened_at DESC, j.id DESC LIMIT %(limit)s
"""

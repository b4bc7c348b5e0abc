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
    params: dict[str, Any] = {
        "months": starts[:-1],
        "starts": [start_of_day(on, zone) for on in starts[:-1]],
        "ends": [start_of_day(on, zone) for on in starts[1:]],
        "cost": journal.event_id("cost_recorded"),
        "voided": journal.event_id("entry_voided"),
        "new": CostPurpose.NEW_BUYERS.value,
        "repeat": CostPurpose.REPEAT_BUYERS.value,
        "first": start_of_day(first, zone),
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


_MONTHS = """
WITH month AS (
  SELECT * FROM unnest(%(months)s::date[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
    AS m (month_on, starts_at, ends_at)
), spent AS MATERIALIZED (
  SELECT j.happened_at, j.item, j.value FROM kernel_journalentry AS j
  WHERE j.client_id IS NULL AND j.event_id = %(cost)s AND j.happened_at >= %(first)s
    AND j.item IN (%(new)s, %(repeat)s)
    AND NOT EXISTS (SELECT FROM kernel_journalentry AS v
      WHERE v.client_id IS NULL AND v.event_id = %(voided)s AND v.value = j.id)
)
SELECT month.month_on, plan.contacts, grown.joined, grown.subscribers, grown.unsubscribed,
       offered.made, offered.paid, grown.new_buyers, sold.repeat_buyers, sold.received,
       sold.refunded, cost.new, cost.repeat
FROM month
LEFT JOIN base_growthplan AS plan ON plan.month_on = month.month_on
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE c.known_at >= month.starts_at) AS joined,
    count(*) FILTER (WHERE p.messages_refused_at IS NULL
                        OR p.messages_refused_at >= month.ends_at) AS subscribers,
    count(*) FILTER (WHERE p.messages_refused_at >= month.starts_at
                       AND p.messages_refused_at < month.ends_at) AS unsubscribed,
    count(*) FILTER (WHERE c.first_paid_at >= month.starts_at
                       AND c.first_paid_at < month.ends_at) AS new_buyers
  FROM base_contact AS c JOIN people_client AS p ON p.id = c.client_id
  WHERE c.known_at < month.ends_at
) AS grown
CROSS JOIN LATERAL (
  SELECT count(*) AS made, count(*) FILTER (WHERE EXISTS (
    SELECT FROM sales_order AS o WHERE o.client_id = f.client_id AND o.product_id = f.product_id
      AND o.first_paid_at >= f.made_at AND o.paid_kopecks > o.refunded_kopecks)) AS paid
  FROM sales_offer AS f WHERE f.made_at >= month.starts_at AND f.made_at < month.ends_at
) AS offered
CROSS JOIN LATERAL (
  SELECT count(DISTINCT o.client_id) FILTER (WHERE o.first_paid_at > c.first_paid_at)
           AS repeat_buyers,
    coalesce(sum(o.paid_kopecks), 0)::bigint AS received,
    coalesce(sum(o.refunded_kopecks), 0)::bigint AS refunded
  FROM sales_order AS o LEFT JOIN base_contact AS c ON c.client_id = o.client_id
  WHERE o.first_paid_at >= month.starts_at AND o.first_paid_at < month.ends_at
) AS sold
CROSS JOIN LATERAL (
  SELECT coalesce(sum(s.value) FILTER (WHERE s.item = %(new)s), 0)::bigint AS new,
    coalesce(sum(s.value) FILTER (WHERE s.item = %(repeat)s), 0)::bigint AS repeat
  FROM spent AS s WHERE s.happened_at >= month.starts_at AND s.happened_at < month.ends_at
) AS cost
ORDER BY month.month_on
"""

_COSTS = """
SELECT j.id, j.happened_at, j.item, j.value FROM kernel_journalentry AS j
WHERE j.client_id IS NULL AND j.event_id = %(cost)s AND j.item = ANY(%(purposes)s::text[])
  AND NOT EXISTS (SELECT FROM kernel_journalentry AS v
    WHERE v.client_id IS NULL AND v.event_id = %(voided)s AND v.value = j.id)
ORDER BY j.happened_at DESC, j.id DESC LIMIT %(limit)s
"""

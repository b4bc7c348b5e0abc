"""What a client has brought, each figure named by its basis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection


@dataclass(frozen=True, slots=True)
class ClientMoney:
    """Money of one client to date, in kopecks; three bases that are never mixed.

    `revenue` is payments minus refunds; `repeat` is the same of orders after the first
    paid one; `gross_profit` is revenue minus the direct costs booked to the client.
    """

    orders: int = 0
    paid_kopecks: int = 0
    refunded_kopecks: int = 0
    repeat_kopecks: int = 0
    direct_costs_kopecks: int = 0
    first_paid_at: datetime | None = None
    last_paid_at: datetime | None = None

    @property
    def revenue_kopecks(self) -> int:
        return self.paid_kopecks - self.refunded_kopecks

    @property
    def gross_profit_kopecks(self) -> int:
        return self.revenue_kopecks - self.direct_costs_kopecks


def client_money(client_id: int) -> ClientMoney:
    """The money of one client; zeroes for one who has paid nothing. Queries: 1."""
    return money_of_clients([client_id]).get(client_id, ClientMoney())


def money_of_clients(client_ids: Sequence[int]) -> dict[int, ClientMoney]:
    """The money of each client who has paid or cost anything. Queries: 1, for any number."""
    with connection.cursor() as cursor:
        cursor.execute(_MONEY, {"ids": list(client_ids)})
        return {row[0]: ClientMoney(*row[1:]) for row in cursor.fetchall()}


# Costs stand in the journal under the id a client had then: a merged one's count too.
_MONEY = """
WITH asked AS (
  SELECT id AS client_id, id AS told_as FROM unnest(%(ids)s::bigint[]) AS id
  UNION ALL
  SELECT survivor_id, client_id FROM people_clientalias WHERE survivor_id = ANY(%(ids)s)
), ranked AS (
  SELECT client_id, paid_kopecks, refunded_kopecks, first_paid_at,
         row_number() OVER (PARTITION BY client_id
           ORDER BY first_paid_at, length(external_id), external_id) AS place
  FROM sales_order WHERE client_id = ANY(%(ids)s) AND first_paid_at IS NOT NULL
), paid AS (
  SELECT client_id, count(*) AS orders, sum(paid_kopecks) AS paid,
         sum(refunded_kopecks) AS refunded,
         coalesce(sum(paid_kopecks - refunded_kopecks) FILTER (WHERE place > 1), 0) AS repeat,
         min(first_paid_at) AS first_paid_at, max(first_paid_at) AS last_paid_at
  FROM ranked GROUP BY client_id
), spent AS (
  SELECT asked.client_id, sum(j.value) AS costs
  FROM asked JOIN kernel_journalentry AS j ON j.client_id = asked.told_as
  WHERE j.event_id = (SELECT id FROM kernel_eventname WHERE name = 'cost_recorded')
    AND j.attrs ->> 'kind' = 'direct'
    AND NOT EXISTS (
      SELECT FROM kernel_journalentry AS v
      WHERE v.client_id = j.client_id AND v.value = j.id
        AND v.event_id = (SELECT id FROM kernel_eventname WHERE name = 'entry_voided'))
  GROUP BY asked.client_id
)
SELECT coalesce(paid.client_id, spent.client_id), coalesce(orders, 0),
       coalesce(paid.paid, 0)::bigint, coalesce(refunded, 0)::bigint,
       coalesce(repeat, 0)::bigint, coalesce(costs, 0)::bigint, first_paid_at, last_paid_at
FROM paid FULL JOIN spent ON spent.client_id = paid.client_id
"""

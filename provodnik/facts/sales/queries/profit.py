"""What repeat sales cost: direct costs of the orders, and what the department spent besides."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from provodnik.kernel.periods import Period

# Money spent to find new buyers is no cost of repeat sales; see `base.types.CostPurpose`.
_NEW_BUYERS = "new_buyers"


@dataclass(frozen=True, slots=True)
class RepeatCosts:
    """Costs of a period, kopecks: of repeat orders, of the department, and its pay."""

    direct_kopecks: int
    overhead_kopecks: int
    pay_kopecks: int

    @property
    def is_entered(self) -> bool:
        """Whether anything beyond unit costs is known: else profit and contribution agree."""
        return bool(self.overhead_kopecks or self.pay_kopecks)


def repeat_costs(period: Period, *, timezone: str) -> RepeatCosts:
    """Costs booked in the period; a direct one counts when its order is a repeat one. One query."""
    params: dict[str, Any] = {
        "from": period.from_on,
        "to": period.to_on,
        "zone": timezone,
        "new_buyers": _NEW_BUYERS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COSTS, params)
        return RepeatCosts(*(cursor.fetchone() or (0, 0, 0)))


_COSTS = """
WITH kind AS MATERIALIZED (
  SELECT id, name FROM kernel_eventname WHERE name IN ('cost_recorded', 'pay_approved')
), spent AS MATERIALIZED (
  SELECT e.id, e.client_id, e.item, e.value, kind.name, e.attrs ->> 'kind' AS cost
  FROM kernel_journalentry AS e JOIN kind ON kind.id = e.event_id
  WHERE e.happened_at >= %(from)s::timestamp AT TIME ZONE %(zone)s
    AND e.happened_at < %(to)s::timestamp AT TIME ZONE %(zone)s
), kept AS MATERIALIZED (
  SELECT * FROM spent WHERE NOT EXISTS (
    SELECT FROM kernel_journalentry AS v
    WHERE v.event_id = (SELECT id FROM kernel_eventname WHERE name = 'entry_voided')
      AND v.client_id IS NOT DISTINCT FROM spent.client_id AND v.value = spent.id)
)
SELECT
  coalesce(sum(k.value) FILTER (WHERE k.name = 'cost_recorded' AND k.cost = 'direct' AND EXISTS (
    SELECT FROM sales_order AS o
    JOIN sales_order AS earlier ON earlier.client_id = o.client_id
      AND (earlier.first_paid_at, length(earlier.external_id), earlier.external_id)
        < (o.first_paid_at, length(o.external_id), o.external_id)
    WHERE o.client_id = coalesce(
        (SELECT survivor_id FROM people_clientalias WHERE client_id = k.client_id), k.client_id)
      AND o.external_id = k.item AND o.first_paid_at IS NOT NULL)), 0)::bigint,
  coalesce(sum(k.value) FILTER (WHERE k.name = 'cost_recorded' AND k.cost = 'overhead'
    AND k.item IS DISTINCT FROM %(new_buyers)s), 0)::bigint,
  coalesce(sum(k.value) FILTER (WHERE k.name = 'pay_approved'), 0)::bigint
FROM kept AS k
"""

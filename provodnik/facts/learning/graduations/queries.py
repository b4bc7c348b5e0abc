"""Reads of graduations: attended, offered, bought, and who was left without a next step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from provodnik.facts.learning.graduations.models import Graduation
from provodnik.method import queries as method

# Most graduations shown; a school holds a few a year.
_MOST = 200


@dataclass(frozen=True, slots=True)
class GraduationRow:
    """A graduation and its immediate uptake.

    Offered: an offer was made from the event on. Bought: another order got its first payment
    within the method's days after it, whatever led to it.
    """

    graduation_id: int
    name: str
    cohort: str
    product: str
    held_at: datetime
    graduates: int
    attended: int
    offered: int
    bought: int

    @property
    def uptake(self) -> float | None:
        return self.bought / self.graduates if self.graduates else None

    @property
    def without_offer(self) -> int:
        return self.graduates - self.offered


@dataclass(frozen=True, slots=True)
class GraduateRow:
    """A graduate: came, was offered the next step, bought it."""

    client_id: int
    name: str
    attended: bool
    offered: bool
    bought: bool


def graduations() -> list[GraduationRow]:
    """Every graduation, the latest first. One query."""
    return [GraduationRow(*row) for row in _asked(_ROWS, {"only": None})]


def graduation(graduation_id: int) -> tuple[GraduationRow, list[GraduateRow]]:
    """One graduation with its graduates by name. Two queries.

    Raises:  Graduation.DoesNotExist
    """
    rows = _asked(_ROWS, {"only": graduation_id})
    if not rows:
        raise Graduation.DoesNotExist(graduation_id)
    people = _asked(_PEOPLE, {"only": graduation_id})
    return GraduationRow(*rows[0]), [GraduateRow(*row) for row in people]


def _asked(query: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    days = method.lifecycle().afterwards.uptake_days
    with connection.cursor() as cursor:
        cursor.execute(query, {**params, "days": days, "most": _MOST})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


# An order is one purchase, at its first payment; what was paid before the event is no uptake.
_FATES = """
WITH graduate AS MATERIALIZED (
  SELECT r.graduation_id, r.client_id, r.attended, g.held_at
  FROM graduations_graduate r JOIN graduations_graduation g ON g.id = r.graduation_id
  WHERE %(only)s::bigint IS NULL OR g.id = %(only)s::bigint
), known AS MATERIALIZED (
  SELECT DISTINCT client_id, client_id AS known_as FROM graduate
  UNION
  SELECT g.client_id, a.client_id
  FROM graduate g JOIN people_clientalias a ON a.survivor_id = g.client_id
), mine AS MATERIALIZED (
  SELECT known.client_id, n.name AS event, e.id, e.item, e.external_id, e.happened_at, e.value
  FROM known
  CROSS JOIN LATERAL (
    SELECT * FROM kernel_journalentry WHERE client_id = known.known_as OFFSET 0) AS e
  JOIN kernel_eventname n ON n.id = e.event_id
   AND n.name IN ('payment_received', 'offer_made', 'entry_voided')
), valid AS MATERIALIZED (
  SELECT * FROM mine WHERE event <> 'entry_voided'
    AND id NOT IN (SELECT value FROM mine WHERE event = 'entry_voided')
), bought AS MATERIALIZED (
  SELECT client_id, min(happened_at) AS at FROM valid
  WHERE event = 'payment_received' AND value > 0
  GROUP BY client_id, coalesce(item, external_id, id::text)
), fate AS (
  SELECT g.graduation_id, g.client_id, g.attended,
         EXISTS (SELECT FROM valid v WHERE v.client_id = g.client_id AND v.event = 'offer_made'
                 AND v.happened_at >= g.held_at) AS offered,
         EXISTS (SELECT FROM bought b WHERE b.client_id = g.client_id AND b.at >= g.held_at
                 AND b.at < g.held_at + make_interval(days => %(days)s)) AS bought
  FROM graduate g
)
"""

_ROWS = (
    _FATES
    + """
SELECT g.id, g.name, c.name, p.name, g.held_at, count(fate.client_id),
       count(*) FILTER (WHERE fate.attended), count(*) FILTER (WHERE fate.offered),
       count(*) FILTER (WHERE fate.bought)
FROM graduations_graduation g
JOIN learning_cohort c ON c.id = g.cohort_id
JOIN catalog_product p ON p.id = g.product_id
JOIN fate ON fate.graduation_id = g.id
GROUP BY g.id, c.name, p.name ORDER BY g.held_at DESC, g.id DESC LIMIT %(most)s
"""
)

_PEOPLE = (
    _FATES
    + """
SELECT fate.client_id, p.name, fate.attended, fate.offered, fate.bought
FROM fate JOIN people_client p ON p.id = fate.client_id ORDER BY p.sort_key, p.id
"""
)

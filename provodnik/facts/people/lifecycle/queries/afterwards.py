"""Life after completion: who is to be contacted, who returned, who recommended us."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import F

from provodnik.facts.people.lifecycle.models import Contact
from provodnik.facts.people.lifecycle.queries.board import PAGE
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact with somebody who has finished; `key` names it in the method."""

    contact_id: int
    client_id: int
    client: str
    key: str
    coordinator_id: int | None
    coordinator: str | None
    due_on: date
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class Afterwards:
    """M37: of those who finished within the horizon, who bought again or recommended us.

    `either` counts each client once. `planned` is of contacts still to come.
    """

    finished: int
    returned: int
    referring: int
    either: int
    referrals: int
    came: int
    planned: int

    @property
    def share(self) -> float | None:
        return self.either / self.finished if self.finished else None


def contacts(
    *, coordinator_id: int | None = None, of: int | None = None, offset: int = 0
) -> list[ContactRow]:
    """Contacts not made yet, the earliest first; of one client all of them. One query."""
    found = Contact.objects.annotate(
        client_name=F("client__name"), coordinator=F("client__coordinator__name")
    )
    found = found.filter(made_at=None) if of is None else found.filter(client_id=of)
    if coordinator_id is not None:
        found = found.filter(client__coordinator_id=coordinator_id)
    columns = (
        *("pk", "client_id", "client_name", "key", "client__coordinator_id", "coordinator"),
        *("due_on", "made_at"),
    )
    rows = found.order_by("due_on", "pk").values_list(*columns)[offset : offset + PAGE]
    return [ContactRow(*row) for row in rows]


def afterwards(*, now: datetime) -> Afterwards:
    """Returns and referrals of the horizon that ends now. One query.

    Finished: entered the last stage within the horizon. Returned: the first payment of
    another order after that.
    """
    after = method.lifecycle().afterwards
    params: dict[str, Any] = {"stage": after.stage, "months": after.return_months, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, params)
        return Afterwards(*cursor.fetchone())


# An order is one purchase, at its first payment, as in services.stages.
_COUNTS = """
WITH finished AS MATERIALIZED (
  SELECT coalesce(a.survivor_id, entry.client_id) AS client_id, min(entry.entered_at) AS at
  FROM people_stageentry entry LEFT JOIN people_clientalias a ON a.client_id = entry.client_id
  WHERE entry.stage = %(stage)s AND entry.entered_at <= %(now)s
    AND entry.entered_at > %(now)s - make_interval(months => %(months)s)
  GROUP BY 1
), known AS MATERIALIZED (
  SELECT client_id, client_id AS known_as, at FROM finished
  UNION ALL
  SELECT f.client_id, a.client_id, f.at
  FROM finished f JOIN people_clientalias a ON a.survivor_id = f.client_id
), mine AS MATERIALIZED (
  SELECT known.client_id, known.at, n.name AS event, e.id, e.item, e.external_id, e.happened_at,
         e.value
  FROM known
  CROSS JOIN LATERAL (
    SELECT * FROM kernel_journalentry WHERE client_id = known.known_as OFFSET 0) AS e
  JOIN kernel_eventname n ON n.id = e.event_id AND n.name IN ('payment_received', 'entry_voided')
), orders AS (
  SELECT client_id, at, min(happened_at) AS paid_at FROM mine
  WHERE event = 'payment_received' AND value > 0
    AND id NOT IN (SELECT value FROM mine WHERE event = 'entry_voided')
  GROUP BY client_id, at, coalesce(item, external_id, id::text)
), returned AS (
  SELECT DISTINCT client_id FROM orders WHERE paid_at > at AND paid_at <= %(now)s
), referring AS (
  SELECT f.client_id, count(*) AS told, count(r.came_as_id) AS came
  FROM finished f JOIN lifecycle_referral r ON r.client_id = f.client_id
  GROUP BY 1
)
SELECT (SELECT count(*) FROM finished), (SELECT count(*) FROM returned),
       (SELECT count(*) FROM referring),
       (SELECT count(*) FROM (SELECT client_id FROM returned
                              UNION SELECT client_id FROM referring) AS either),
       (SELECT coalesce(sum(told), 0)::integer FROM referring),
       (SELECT coalesce(sum(came), 0)::integer FROM referring),
       (SELECT count(*) FROM lifecycle_contact WHERE made_at IS NULL)
"""

"""Life after completion: who is to be contacted, who returned, who recommended us."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
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


class Who(StrEnum):
    """Whom a figure of life after completion counts."""

    FINISHED = "finished"
    RETURNED = "returned"
    REFERRING = "referring"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class AfterRow:
    """A client who finished at `finished_at`, bought again at `paid_at`, recommended so often."""

    client_id: int
    client: str
    finished_at: datetime
    paid_at: datetime | None
    referrals: int


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """One recommendation: of whom, to whom, on which day."""

    client_id: int
    client: str
    whom: str
    told_on: date


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


def afterwards(*, now: datetime, coordinator_id: int | None = None) -> Afterwards:
    """Returns and referrals of the horizon that ends now; contacts to come are a coordinator's
    own where one is told. One query.

    Finished: entered the last stage within the horizon. Returned: the first payment of
    another order after that.
    """
    params = {**_params(now), "coordinator": coordinator_id}
    with connection.cursor() as cursor:
        cursor.execute(_WITH + _COUNTS, params)
        return Afterwards(*cursor.fetchone())


def after_people(who: Who, *, now: datetime, offset: int = 0) -> tuple[list[AfterRow], int]:
    """Clients that a figure of `afterwards` counts, the latest to finish first, and how many
    they are in all. One query."""
    params = {**_params(now), "who": who.value, "offset": offset, "page": PAGE}
    with connection.cursor() as cursor:
        cursor.execute(_WITH + _PEOPLE, params)
        rows = cursor.fetchall()
    return [AfterRow(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def after_referrals(*, now: datetime, offset: int = 0) -> tuple[list[ReferralRow], int]:
    """Recommendations that `afterwards` counts, the latest first, and how many. One query."""
    params = {**_params(now), "offset": offset, "page": PAGE}
    with connection.cursor() as cursor:
        cursor.execute(_WITH + _REFERRALS, params)
        rows = cursor.fetchall()
    return [ReferralRow(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def _params(now: datetime) -> dict[str, Any]:
    after = method.lifecycle().afterwards
    return {"stage": after.stage, "months": after.return_months, "now": now}


# An order is one purchase, at its first payment, as in services.stages.
_WITH = """
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
  SELECT client_id, min(paid_at) AS paid_at FROM orders
  WHERE paid_at > at AND paid_at <= %(now)s GROUP BY client_id
), referring AS (
  SELECT f.client_id, count(*) AS told, count(r.came_as_id) AS came
  FROM finished f JOIN lifecycle_referral r ON r.client_id = f.client_id
  GROUP BY 1
)
"""

_COUNTS = """
SELECT (SELECT count(*) FROM finished), (SELECT count(*) FROM returned),
       (SELECT count(*) FROM referring),
       (SELECT count(*) FROM (SELECT client_id FROM returned
                              UNION SELECT client_id FROM referring) AS either),
       (SELECT coalesce(sum(told), 0)::integer FROM referring),
       (SELECT coalesce(sum(came), 0)::integer FROM referring),
       (SELECT count(*) FROM lifecycle_contact AS c JOIN people_client AS p ON p.id = c.client_id
        WHERE c.made_at IS NULL
          AND (%(coordinator)s::bigint IS NULL OR p.coordinator_id = %(coordinator)s))
"""

_PEOPLE = """
SELECT f.client_id, p.name, f.at, returned.paid_at, coalesce(referring.told, 0)::integer,
       count(*) OVER ()
FROM finished f JOIN people_client p ON p.id = f.client_id
LEFT JOIN returned ON returned.client_id = f.client_id
LEFT JOIN referring ON referring.client_id = f.client_id
WHERE CASE %(who)s::text
        WHEN 'returned' THEN returned.client_id IS NOT NULL
        WHEN 'referring' THEN referring.client_id IS NOT NULL
        WHEN 'either' THEN returned.client_id IS NOT NULL OR referring.client_id IS NOT NULL
        ELSE true END
ORDER BY f.at DESC, f.client_id LIMIT %(page)s OFFSET %(offset)s
"""

_REFERRALS = """
SELECT f.client_id, p.name, r.whom, r.told_on, count(*) OVER ()
FROM finished f JOIN lifecycle_referral r ON r.client_id = f.client_id
JOIN people_client p ON p.id = f.client_id
ORDER BY r.told_on DESC, r.id DESC LIMIT %(page)s OFFSET %(offset)s
"""

"""The log of offers (R-089): every one with its person, product, channel, outcome and money."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, LiteralString

from django.db import connection

from provodnik.facts.people.queries.searching import found_ids
from provodnik.method import queries as method

PAGE = 50
_MOST_FOUND = 10_000


class OfferOutcome(StrEnum):
    """How an offer stands, the furthest it went."""

    PAID = "paid"
    AGREED = "agreed"
    REFUSED = "refused"
    EXPIRED = "expired"
    CLICKED = "clicked"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which offers; every field narrows. Days are the school's, [from_on, to_on).

    `objection` asks for refusals that gave this reason, in the days they were told;
    `after_id` for offers that continue one of this product.
    """

    from_on: date | None = None
    to_on: date | None = None
    product_id: int | None = None
    channel: str = ""
    staff_id: int | None = None
    outcome: OfferOutcome | None = None
    is_personal: bool = False
    client_id: int | None = None
    text: str = ""
    objection: str = ""
    after_id: int | None = None


@dataclass(frozen=True, slots=True)
class LoggedOffer:
    """One offer. `paid_kopecks` is what its product brought after it was made, net."""

    offer_id: int
    client_id: int
    client: str
    product_id: int
    product: str
    channel: str
    staff: str
    made_at: datetime
    outcome: OfferOutcome
    objection: str
    not_before_on: date | None
    price_kopecks: int | None
    paid_kopecks: int | None
    expires_at: datetime | None
    reason: str
    goal: str
    parent_id: int | None
    staff_id: int | None


def offer_log(
    which: LogFilter, *, timezone: str, limit: int = PAGE, offset: int = 0
) -> tuple[list[LoggedOffer], int]:
    """A page of the log, newest first, and how many offers the filter lets through.

    Queries: 1, one more for a text, and the method
    """
    params = {**_params(which, timezone), "limit": limit, "offset": offset}
    with connection.cursor() as cursor:
        cursor.execute(_LOG + " LIMIT %(limit)s OFFSET %(offset)s", params)
        rows = cursor.fetchall()
    total = rows[0][-1] if rows else 0
    if not rows and offset:
        return [], offer_log(which, timezone=timezone, limit=1)[1]
    return [_row(row) for row in rows], total


def every_offer(which: LogFilter, *, timezone: str) -> Iterator[LoggedOffer]:
    """The whole log under the filter, for a file, as it comes from the database."""
    with connection.cursor() as cursor:
        cursor.execute(_LOG, _params(which, timezone))
        while rows := cursor.fetchmany(1000):
            yield from map(_row, rows)


def logged_offer(offer_id: int) -> LoggedOffer | None:
    """One offer; None if the school has none such. Queries: 1, and the method."""
    with connection.cursor() as cursor:
        cursor.execute(_LOG, {**_params(LogFilter(), "UTC"), "offer": offer_id})
        row = cursor.fetchone()
    return _row(row) if row else None


def _params(which: LogFilter, timezone: str) -> dict[str, Any]:
    return {
        "offer": None,
        "zone": timezone,
        "from": which.from_on,
        "to": which.to_on,
        "product": which.product_id,
        "channel": which.channel,
        "staff": which.staff_id,
        "outcome": which.outcome.value if which.outcome else "",
        "personal": which.is_personal,
        "client": which.client_id,
        "objection": which.objection,
        "after": which.after_id,
        "clients": found_ids(which.text, limit=_MOST_FOUND) if which.text else None,
    }


def _row(row: tuple[Any, ...]) -> LoggedOffer:
    values = list(row[:-1])
    values[8] = OfferOutcome(values[8])
    words = method.outcomes().objection(values[9]) if values[9] else None
    values[9] = words.title if words else values[9]
    return LoggedOffer(*values)


_LOG: LiteralString = """
WITH chosen AS (
  SELECT f.*, c.name AS client_name, s.name AS staff_name, bought.net,
         CASE WHEN bought.net > 0 THEN 'paid'
              WHEN f.state = 'accepted' THEN 'agreed'
              WHEN f.state = 'declined' THEN 'refused'
              WHEN f.state = 'expired' THEN 'expired'
              WHEN EXISTS (SELECT FROM sales_trackedlink AS l
                           WHERE l.offer_id = f.id AND l.clicked_at IS NOT NULL) THEN 'clicked'
              ELSE 'no_answer' END AS outcome
  FROM sales_offer AS f
  JOIN people_client AS c ON c.id = f.client_id
  LEFT JOIN team_staff AS s ON s.id = f.staff_id
  LEFT JOIN LATERAL (
    SELECT sum(o.paid_kopecks - o.refunded_kopecks)::bigint AS net FROM sales_order AS o
    WHERE o.client_id = f.client_id AND o.product_id = f.product_id
      AND o.first_paid_at >= f.made_at AND o.paid_kopecks > o.refunded_kopecks
  ) AS bought ON true
  WHERE (%(offer)s::bigint IS NULL OR f.id = %(offer)s)
    AND (%(from)s::date IS NULL OR CASE %(objection)s WHEN '' THEN f.made_at ELSE f.decided_at END
           >= %(from)s::timestamp AT TIME ZONE %(zone)s)
    AND (%(to)s::date IS NULL OR CASE %(objection)s WHEN '' THEN f.made_at ELSE f.decided_at END
           < %(to)s::timestamp AT TIME ZONE %(zone)s)
    AND (%(objection)s = '' OR f.state = 'declined' AND f.objection = %(objection)s)
    AND (%(after)s::bigint IS NULL OR EXISTS (
           SELECT FROM sales_offer AS parent
           WHERE parent.id = f.parent_id AND parent.product_id = %(after)s))
    AND (%(product)s::bigint IS NULL OR f.product_id = %(product)s)
    AND (%(channel)s = '' OR f.channel = %(channel)s)
    AND (%(staff)s::bigint IS NULL OR f.staff_id = %(staff)s)
    AND (NOT %(personal)s OR f.expires_at IS NOT NULL)
    AND (%(client)s::bigint IS NULL OR f.client_id = %(client)s)
    AND (%(clients)s::bigint[] IS NULL OR f.client_id = ANY(%(clients)s))
)
SELECT f.id, f.client_id, f.client_name, f.product_id, p.name, f.channel,
       coalesce(f.staff_name, ''), f.made_at, f.outcome, f.objection, f.not_before_on,
       f.price_kopecks, f.net, f.expires_at, f.reason, coalesce(g.text, ''), f.parent_id,
       f.staff_id, count(*) OVER ()
FROM chosen AS f
JOIN catalog_product AS p ON p.id = f.product_id
LEFT JOIN people_goal AS g ON g.id = f.goal_id
WHERE %(outcome)s = '' OR f.outcome = %(outcome)s
ORDER BY f.made_at DESC, f.id DESC
"""

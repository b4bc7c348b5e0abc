"""The rows under each number of a launch's funnel: offers, clicks, orders, participants."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection

from provodnik.facts.sales.queries.launches import REACHED, chosen_params

PAGE = 100


class LaunchStep(StrEnum):
    """A number of the funnel of offers, or of that of participants."""

    MADE = "made"
    CLICKED = "clicked"
    MACHINES = "machines"
    ORDERED = "ordered"
    PAID = "paid"
    JOINED = "joined"
    TASKED = "tasked"
    CAME = "came"
    BOUGHT = "bought"


@dataclass(frozen=True, slots=True)
class LaunchRow:
    """An offer, a click, an order or a participant; a click may be nobody's we know.

    `net_kopecks` is what the order brought, None where the row is no order.
    """

    client_id: int | None
    client: str
    what: str
    at: datetime
    net_kopecks: int | None


def launch_rows(launch_id: int, step: LaunchStep, *, skip: int = 0) -> tuple[list[LaunchRow], int]:
    """A page of them, the newest first, and how many there are in all. One query."""
    params = chosen_params([launch_id], limit=1, with_cancelled=True)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{REACHED}, found AS ({_FOUND[step]}) {_SHOWN}",
            {**params, "skip": skip, "rows": PAGE},
        )
        rows = cursor.fetchall()
    return [LaunchRow(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


_CLICKS = """
  SELECT link.client_id, link.product_id, c.clicked_at AS at, NULL::bigint AS net, c.id
  FROM link JOIN sales_linkclick AS c ON c.link_id = link.id
"""
_ORDERS = """
  SELECT o.client_id, o.product_id, o.created_at AS at,
         o.paid_kopecks - o.refunded_kopecks AS net, o.id
  FROM bought JOIN sales_order AS o ON o.id = bought.id
"""
_GUESTS = """
  SELECT guest.client_id, guest.product_id, p.joined_at AS at, NULL::bigint AS net, p.id
  FROM guest JOIN sales_participant AS p
    ON p.launch_id = guest.launch_id AND p.client_id = guest.client_id
"""
_FOUND = {
    LaunchStep.MADE: """
  SELECT f.client_id, f.product_id, f.made_at AS at, NULL::bigint AS net, f.id
  FROM sales_offer AS f JOIN chosen ON chosen.id = f.launch_id
""",
    LaunchStep.CLICKED: f"{_CLICKS} WHERE c.machine_sign = ''",
    LaunchStep.MACHINES: f"{_CLICKS} WHERE c.machine_sign <> ''",
    LaunchStep.ORDERED: _ORDERS,
    LaunchStep.PAID: f"{_ORDERS} WHERE o.paid_kopecks > o.refunded_kopecks",
    LaunchStep.JOINED: _GUESTS,
    LaunchStep.TASKED: f"{_GUESTS} WHERE guest.tasked",
    LaunchStep.CAME: f"{_GUESTS} WHERE guest.came",
    LaunchStep.BOUGHT: f"""{_GUESTS}
  WHERE EXISTS (SELECT FROM bought WHERE bought.client_id = guest.client_id
                  AND bought.paid_kopecks > bought.refunded_kopecks)""",
}
_SHOWN = """
SELECT found.client_id, coalesce(c.name, ''), coalesce(p.name, ''), found.at, found.net,
       count(*) OVER ()
FROM found
LEFT JOIN people_client AS c ON c.id = found.client_id
LEFT JOIN catalog_product AS p ON p.id = found.product_id
ORDER BY found.at DESC, found.id DESC OFFSET %(skip)s LIMIT %(rows)s
"""

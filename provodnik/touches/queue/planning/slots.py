"""When the touches of one run begin and are due, by the client's zone."""

from datetime import datetime, timedelta
from typing import Any, LiteralString

from django.db import connection

from provodnik.facts.sales.gates.offers import client_zone
from provodnik.facts.sales.rules import QuietHours
from provodnik.kernel.calendar.rules import deadline
from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method
from provodnik.method.shapes.touches import DeedKind
from provodnik.method.types import Deed
from provodnik.touches.queue.windows import Reach

PLANNED = (Deed.OFFER, Deed.ACQUAINT, Deed.RECOVERY, Deed.SUPPORT)


def load_slots(clients: LiteralString, params: dict[str, Any], *, now: datetime) -> None:
    """Fill the temporary table `slot`: zone as written on clients × deed → window.

    `clients` is a query of (client_id) over `params`. Computed once for each zone they live
    in, a few rows: the working calendar is no matter for SQL. Queries: 4.
    """
    calendar = working_calendar()
    hours = method.offer_gates().quiet_hours
    quiet = QuietHours.of(hours.starts, hours.ends)
    deeds = [method.queue_settings().deed(kind) for kind in PLANNED]
    rows = []
    with connection.cursor() as cursor:
        cursor.execute(_ZONES.replace("{clients}", clients), params)
        for (zone,) in cursor.fetchall():
            reach = Reach(calendar, client_zone(zone, calendar.zone), quiet)
            opens_at = reach.first_from(now)
            rows += [
                (zone, deed.key.value, opens_at, _due_at(calendar, opens_at, deed))
                for deed in deeds
            ]
        cursor.execute("DROP TABLE IF EXISTS slot")
        cursor.execute(_LOAD, [[row[place] for row in rows] for place in range(4)])


def _due_at(calendar: WorkCalendar, opens_at: datetime, deed: DeedKind) -> datetime:
    return deadline(calendar, opens_at, timedelta(hours=deed.due_hours))


_ZONES: LiteralString = """
SELECT DISTINCT p.timezone FROM ({clients}) AS c JOIN people_client AS p ON p.id = c.client_id
"""

_LOAD = """
CREATE TEMP TABLE slot ON COMMIT DROP AS
SELECT * FROM unnest(%s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[])
  AS s (zone, kind, due_from, due_at)
"""

"""The windows of touches planned one by one."""

from datetime import datetime

from provodnik.facts.people.models import Client
from provodnik.facts.sales.gates.offers import client_zone
from provodnik.facts.sales.rules import QuietHours
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method
from provodnik.method.shapes.touches import DeedKind
from provodnik.touches.queue.windows import Reach, window_after


def window_of(
    client: Client,
    deed: DeedKind,
    *,
    now: datetime,
    working_days: int = 0,
    working_hours: int = 0,
) -> tuple[datetime, datetime]:
    """From when and until when to turn to this client, some working time from now. UTC.

    Raises:  NoWorkingTime: the school never works
    """
    calendar, hours = working_calendar(), method.offer_gates().quiet_hours
    return window_after(
        Reach(
            calendar,
            client_zone(client.timezone, calendar.zone),
            QuietHours.of(hours.starts, hours.ends),
        ),
        now,
        working_days=working_days,
        working_hours=working_hours,
        due_hours=deed.due_hours,
    )

"""When a client may be turned to: in our working time, outside the client's quiet hours."""

from datetime import datetime
from zoneinfo import ZoneInfo

from provodnik.facts.sales.rules import QuietHours, is_quiet, quiet_ends_at
from provodnik.kernel.calendar.rules import next_open
from provodnik.kernel.calendar.types import WorkCalendar

_TRIES = 10


def contact_from(
    calendar: WorkCalendar, at: datetime, zone: ZoneInfo, quiet: QuietHours
) -> datetime:
    """The first moment from `at` on when we work and the client may be disturbed, in UTC.

    A client whose waking hours never meet our working time is turned to in ours.

    Raises:  NoWorkingTime: the school never works
    """
    moment = next_open(calendar, at)
    for _ in range(_TRIES):
        if not is_quiet(moment, zone, quiet):
            return moment
        moment = next_open(calendar, quiet_ends_at(moment, zone, quiet))
    return next_open(calendar, at)

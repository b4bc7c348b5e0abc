"""When a touch is due: windows in our working time, outside the client's quiet hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from provodnik.facts.sales.rules import QuietHours, is_quiet, quiet_ends_at
from provodnik.kernel.calendar.rules import deadline, next_open
from provodnik.kernel.calendar.types import WorkCalendar

_TRIES = 10


@dataclass(frozen=True, slots=True)
class Reach:
    """When one client may be turned to: our working time, their zone, the hours they sleep."""

    calendar: WorkCalendar
    zone: ZoneInfo
    quiet: QuietHours

    def first_from(self, at: datetime) -> datetime:
        """The first moment from `at` on when we work and the client may be disturbed, in UTC.

        A client whose waking hours never meet our working time is turned to in ours.

        Raises:  NoWorkingTime: the school never works
        """
        moment = next_open(self.calendar, at)
        for _ in range(_TRIES):
            if not is_quiet(moment, self.zone, self.quiet):
                return moment
            moment = next_open(self.calendar, quiet_ends_at(moment, self.zone, self.quiet))
        return next_open(self.calendar, at)


def window_after(
    reach: Reach,
    now: datetime,
    *,
    working_days: int = 0,
    working_hours: int = 0,
    due_hours: int,
) -> tuple[datetime, datetime]:
    """The window of a touch that comes after some working days or hours: from, due. UTC.

    A working day later is the opening of the next day the school works, whatever the hour
    now, and never before the client is awake; a touch is due `due_hours` of working time
    after its window opens.

    Raises:  NoWorkingTime: the school never works
    """
    opens_at = deadline(reach.calendar, now, timedelta(hours=working_hours))
    for _ in range(working_days):
        opens_at = next_open(reach.calendar, _next_midnight(opens_at, reach.calendar.zone))
    opens_at = reach.first_from(opens_at)
    return opens_at, deadline(reach.calendar, opens_at, timedelta(hours=due_hours))


def _next_midnight(at: datetime, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return local + timedelta(days=1)

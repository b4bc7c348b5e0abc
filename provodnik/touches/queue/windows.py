"""When a touch is due: windows in the school's working time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from provodnik.kernel.calendar.rules import deadline, next_open
from provodnik.kernel.calendar.types import WorkCalendar


def window_after(
    calendar: WorkCalendar,
    now: datetime,
    *,
    working_days: int = 0,
    working_hours: int = 0,
    due_hours: int,
) -> tuple[datetime, datetime]:
    """The window of a touch that comes after some working days or hours: from, due. UTC.

    A working day later is the opening of the next day the school works, whatever the hour
    now; a touch is due `due_hours` of working time after its window opens.

    Raises:  NoWorkingTime: the school never works
    """
    opens_at = deadline(calendar, now, timedelta(hours=working_hours))
    for _ in range(working_days):
        opens_at = next_open(calendar, _next_midnight(opens_at, calendar.zone))
    return opens_at, deadline(calendar, opens_at, timedelta(hours=due_hours))


def _next_midnight(at: datetime, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return local + timedelta(days=1)

"""Opening a school, and the working calendar it lives by."""

from datetime import datetime
from zoneinfo import ZoneInfo

from provodnik.kernel.calendar.document import (
    calendar_from_json,
    calendar_to_json,
    default_calendar,
)
from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.kernel.models import School, SchoolCalendar
from provodnik.kernel.schools import current, inside


def create_school(
    *, slug: str, name: str, timezone: str = "Europe/Moscow", currency: str = "RUB", now: datetime
) -> School:
    """A new school with the default calendar; `config.opening` adds what the method gives it.

    Raises:  ZoneInfoNotFoundError; IntegrityError: the slug is taken
    """
    ZoneInfo(timezone)
    school = School.objects.create(
        slug=slug, name=name, timezone=timezone, currency=currency, created_at=now
    )
    with inside(school.pk):
        replace_calendar(default_calendar(timezone), now=now)
    return school


def replace_calendar(calendar: WorkCalendar, *, now: datetime) -> None:
    """Replace the current school's working calendar."""
    SchoolCalendar.objects.update_or_create(
        school_id=current(), defaults={"body": calendar_to_json(calendar), "updated_at": now}
    )


def working_calendar() -> WorkCalendar:
    """The current school's working calendar. One query."""
    return calendar_from_json(SchoolCalendar.objects.values_list("body", flat=True).get())

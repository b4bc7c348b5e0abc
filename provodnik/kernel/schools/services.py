"""Opening a school, and the working calendar it lives by."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from provodnik.kernel import journal
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
        _write(calendar_to_json(default_calendar(timezone)), now=now)
    return school


@transaction.atomic
def replace_calendar(calendar: WorkCalendar, *, now: datetime, actor: str) -> bool:
    """Replace the current school's working calendar; the journal keeps both. False: it was so."""
    before = SchoolCalendar.objects.select_for_update().values_list("body", flat=True).get()
    after = calendar_to_json(calendar)
    if before == after:
        return False
    _write(after, now=now)
    journal.record(
        "calendar_replaced",
        happened_at=now,
        actor=actor,
        attrs={"before": _text(before), "after": _text(after)},
    )
    return True


def working_calendar() -> WorkCalendar:
    """The current school's working calendar. One query."""
    return calendar_from_json(SchoolCalendar.objects.values_list("body", flat=True).get())


def _write(body: dict[str, object], *, now: datetime) -> None:
    SchoolCalendar.objects.update_or_create(
        school_id=current(), defaults={"body": body, "updated_at": now}
    )


def _text(body: dict[str, object]) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True)

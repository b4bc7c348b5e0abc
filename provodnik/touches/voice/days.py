"""The school's own day: what «today» and «this month» mean to its people."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import local_date


def school_zone() -> ZoneInfo:
    """The zone of the current school. One query."""
    return ZoneInfo(School.objects.values_list("timezone", flat=True).get(pk=schools.current()))


def school_today(now: datetime) -> date:
    """The date of a moment where the school is. One query."""
    return local_date(now, school_zone())

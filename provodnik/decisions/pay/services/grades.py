"""Grades of people, as long as pay of the month takes a change."""

from datetime import date, datetime

from django.db import transaction

from provodnik.decisions.pay.errors import MonthIsClosed, UnknownGrade
from provodnik.decisions.pay.models import PaySheet
from provodnik.decisions.pay.queries.schemes import scheme_for
from provodnik.facts.team.services import record_grade
from provodnik.kernel.periods import local_date, month_of
from provodnik.kernel.schools.services import working_calendar


@transaction.atomic
def set_grade(
    staff_id: int, grade: str, *, from_on: date, reason: str, by: int, now: datetime
) -> None:
    """Give a member a grade from a day on. The same grade again changes nothing.

    Raises:  UnknownGrade; MonthIsClosed: pay of that month was closed
    """
    if scheme_for(from_on).grade(grade) is None:
        raise UnknownGrade(grade)
    if closed := PaySheet.objects.filter(month_on__gte=month_of(from_on).from_on).first():
        closed_on = local_date(closed.closed_at, working_calendar().zone)
        raise MonthIsClosed(closed.month_on, closed_on)
    record_grade(staff_id, grade, from_on=from_on, reason=reason, by=by, now=now)

"""Grades of people."""

from datetime import date, datetime

from django.db import transaction

from provodnik.decisions.pay.errors import MonthIsClosed, UnknownGrade
from provodnik.decisions.pay.models import GradeTurn, PaySheet
from provodnik.decisions.pay.queries.grades import grades_on
from provodnik.decisions.pay.queries.schemes import scheme_for
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal, schools
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
    held = grades_on(from_on).get(staff_id)
    if held is not None and held.grade == grade:
        return
    GradeTurn.objects.update_or_create(
        school_id=schools.current(),
        staff_id=staff_id,
        from_on=from_on,
        defaults={"grade": grade, "reason": reason, "by_id": by, "set_at": now},
    )
    journal.record(
        "staff_grade_set",
        happened_at=now,
        actor=staff_actor(by),
        staff_id=staff_id,
        item=grade,
        attrs={
            "before": held.grade if held else "",
            "from_on": from_on.isoformat(),
            "reason": reason,
        },
    )

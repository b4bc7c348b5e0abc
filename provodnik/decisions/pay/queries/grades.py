"""Who has which grade."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from provodnik.facts.team.models import GradeTurn, Staff
from provodnik.facts.team.queries import grades_on
from provodnik.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class GradeRow:
    """A member, the grade on a day (empty: none) and since when."""

    staff_id: int
    name: str
    role: str
    grade: str = ""
    from_on: date | None = None


def team_of(month: Period) -> list[Staff]:
    """Who worked in a month: there before it ended, not gone before it began. One query."""
    there = Q(left_on=None) | Q(left_on__gte=month.from_on)
    return list(Staff.objects.filter(there).order_by("sort_key", "pk"))


def grade_rows(month: Period) -> list[GradeRow]:
    """The team of a month with grades, by name. Two queries."""
    turns = grades_on(month.last_on)
    return [_row(member, turns.get(member.pk)) for member in team_of(month)]


def _row(member: Staff, turn: GradeTurn | None) -> GradeRow:
    grade, from_on = (turn.grade, turn.from_on) if turn else ("", None)
    return GradeRow(member.pk, member.name, member.role, grade, from_on)

"""Scores by person and week, and remarks."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count

from provodnik.decisions.quality import rules
from provodnik.decisions.quality.models import Check, Remark
from provodnik.decisions.quality.types import PersonRow, RemarkRow, Score, WeekScore
from provodnik.facts.team.models import Staff
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.method import queries as method

_WEEK = timedelta(days=7)


def weeks_shown(*, now: datetime) -> list[date]:
    """Mondays of the weeks of a trend, the oldest first; the last one is this week's."""
    zone = ZoneInfo(School.objects.values_list("timezone", flat=True).get(pk=schools.current()))
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    shown = method.quality_settings().weeks_shown
    return [monday - nth * _WEEK for nth in reversed(range(shown))]


def people(*, now: datetime, staff_id: int | None = None) -> list[PersonRow]:
    """Everybody whose work was checked in the weeks shown, the lowest score first. 4 queries."""
    weeks = weeks_shown(now=now)
    zone = ZoneInfo(School.objects.values_list("timezone", flat=True).get(pk=schools.current()))
    since = datetime(weeks[0].year, weeks[0].month, weeks[0].day, tzinfo=zone)
    found = Check.objects.filter(is_first=True, checked_at__gte=since, checked_at__lte=now)
    if staff_id is not None:
        found = found.filter(drawn__staff_id=staff_id)
    told: dict[int, dict[date, list[Score]]] = defaultdict(lambda: defaultdict(list))
    columns = ("passed", "applicable", "passed_weight", "applicable_weight")
    for whose, at, *score in found.values_list("drawn__staff_id", "checked_at", *columns):
        day = at.astimezone(zone).date()
        told[whose][day - timedelta(days=day.weekday())].append(Score(*score))
    names = dict(Staff.objects.filter(pk__in=told).values_list("pk", "name"))
    opened = _open_remarks()
    rows = [_person(pk, names[pk], told[pk], weeks, opened.get(pk, 0)) for pk in told]
    return sorted(
        rows, key=lambda row: (1 if row.score.share is None else row.score.share, row.name)
    )


def remarks(
    *, staff_id: int | None = None, only_open: bool = False, offset: int = 0
) -> tuple[list[RemarkRow], int]:
    """Remarks: those without an answer first, then the latest; a page and how many. 2 queries."""
    found = Remark.objects.all()
    if staff_id is not None:
        found = found.filter(staff_id=staff_id)
    if only_open:
        found = found.filter(answered_at=None)
    columns = (
        *("pk", "check_made__drawn_id", "staff_id", "staff__name", "check_made__checker__name"),
        *("said_at", "text", "answer", "is_agreed", "answered_at"),
    )
    most = method.quality_settings().most_shown
    rows = found.order_by("-answered_at", "-said_at", "-pk").values_list(*columns)
    return [RemarkRow(*row) for row in rows[offset : offset + most]], found.count()


def _open_remarks() -> dict[int, int]:
    found = Remark.objects.filter(answered_at=None).values("staff_id").annotate(n=Count("pk"))
    return dict(found.values_list("staff_id", "n"))


def _person(
    staff_id: int, name: str, told: dict[date, list[Score]], weeks: list[date], opened: int
) -> PersonRow:
    every = [score for scores in told.values() for score in scores]
    return PersonRow(
        staff_id=staff_id,
        name=name,
        checks=len(every),
        score=rules.together(every),
        weeks=tuple(
            WeekScore(week, len(told.get(week, ())), rules.together(told.get(week, ())))
            for week in weeks
        ),
        remarks_open=opened,
    )

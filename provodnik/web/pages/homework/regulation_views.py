"""How the regulation of checks is kept, by curator, and how far two opinions lie apart."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.learning.homework import queries, services
from provodnik.facts.learning.homework.queries import CuratorRow, LookRow
from provodnik.facts.learning.homework.types import Tab
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web import formats
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.design.types import Figure, Unit
from provodnik.web.homework_access import sees
from provodnik.web.pages.homework import words
from provodnik.web.pages.homework.asking import Asked


@dataclass(frozen=True, slots=True)
class CuratorLine:
    """A curator with figures that open their works."""

    row: CuratorRow
    in_time: Figure
    checked_href: str
    late_href: str
    waiting_href: str
    overdue_href: str


@dataclass(frozen=True, slots=True)
class LookLine:
    """Two people's scores of one work in words."""

    row: LookRow
    first: str
    second: str
    difference: str
    is_far: bool


@require(Right.CHECK_HOMEWORK)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The regulation, who keeps it, and the two opinions."""
    now, settings = timezone.now(), method.homework_settings()
    eyes, found = sees(current_staff(request)), queries.agreement(now=now)
    told = queries.regulation(now=now)
    rows = [row for row in told if eyes.all or row.curator_id == eyes.staff_id]
    overdue = sum(row.overdue for row in rows)
    far = settings.second.discuss_from
    context = {
        "sentence": _sentence(overdue),
        "settings": settings,
        "curators": [_line(row) for row in rows],
        "found": found,
        "looks": [_look(row, far) for row in found.rows],
        "mean": None
        if found.mean_points is None
        else formats.number(found.mean_points, words.language(), decimals=1),
        "leads": has_right(current_staff(request), Right.GIVE_SECOND_OPINION),
    }
    return render(request, "homework/regulation.html", context)


@require_POST
@require(Right.GIVE_SECOND_OPINION)
def draw(request: HttpRequest) -> HttpResponse:
    """Draw the sample now instead of tonight."""
    drawn = services.draw_sample(now=timezone.now())
    works = formats.counted(drawn, _("work|works"), words.language())
    said = _("Drawn into the sample: %(works)s") % {"works": works}
    messages.success(request, said if drawn else _("The sample is full: new checks will add to it"))
    return redirect("homework:regulation")


def _sentence(overdue: int) -> str:
    if not overdue:
        return _("Every check is within its term")
    works = formats.counted(overdue, _("check|checks"), words.language())
    return _("Overdue: %(works)s") % {"works": works}


def _line(row: CuratorRow) -> CuratorLine:
    def opens(tab: Tab) -> str:
        return reverse("homework:list") + Asked(tab, curator=row.curator_id or 0).query

    checked = opens(Tab.CHECKED)
    return CuratorLine(
        row=row,
        in_time=Figure(row.in_time_share, Unit.SHARE, href=checked, n=row.checked),
        checked_href=checked,
        late_href=opens(Tab.CHECKED_LATE),
        waiting_href=opens(Tab.WAITING),
        overdue_href=opens(Tab.LATE),
    )


def _look(row: LookRow, far: int) -> LookLine:
    return LookLine(
        row=row,
        first=words.score(row.first_hundredths),
        second=words.score(row.second_hundredths),
        difference="" if row.difference is None else words.points(row.difference),
        is_far=row.difference is not None and row.difference >= far,
    )

"""Goals of a quarter, and the page as a file."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.decisions.goals import services
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.periods import quarter_of
from provodnik.lake import services as lake
from provodnik.method.types import Right
from provodnik.reports import programme
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.exports import csv_response, xlsx_response
from provodnik.web.pages.goals import content, success
from provodnik.web.pages.goals.export import Table, table


@require_GET
@require(Right.SEE_GOALS)
def show(request: HttpRequest) -> HttpResponse:
    """Both levels, both panels, the strategy, the goals of cohorts."""
    page, panels = _read(request)
    staff = current_staff(request)
    context = {
        "page": page,
        "panels": panels,
        "has_programme": programme.open_row() is not None,
        "may_edit": has_right(staff, Right.EDIT_GOALS),
        "may_fix": has_right(staff, Right.FIX_POINT_A),
        "may_export": has_right(staff, Right.EXPORT_ROWS),
        "sees_cohorts": has_right(staff, Right.SEE_NUMBERS),
    }
    return render(request, "goals/show.html", context)


@require_GET
@require(Right.SEE_GOALS)
@require(Right.EXPORT_ROWS)
def export(request: HttpRequest) -> HttpResponse:
    """The page as it stands."""
    return csv_response("goals", *_table(request))


@require_GET
@require(Right.SEE_GOALS)
@require(Right.EXPORT_ROWS)
def export_book(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    return xlsx_response("goals", *_table(request))


@require_POST
@require(Right.EDIT_GOALS)
def load_examples(request: HttpRequest) -> HttpResponse:
    """Add the method's example goals to the quarter."""
    staff = current_staff(request)
    made = services.load_examples(
        _quarter_on(request.POST.get("quarter", "")),
        owner_id=staff.pk,
        actor=staff_actor(staff.pk),
        now=timezone.now(),
    )
    messages.success(request, _("Example goals added: %(n)s") % {"n": made})
    return redirect("goals:show")


def _read(request: HttpRequest) -> tuple[content.Page, tuple[success.Panel, success.Panel]]:
    now, today = timezone.now(), timezone.localdate()
    with lake.together():
        page = content.page(_quarter_on(request.GET.get("quarter", "")), today=today, now=now)
        return page, success.both(programme.open_row(), today=today, now=now)


def _table(request: HttpRequest) -> Table:
    return table(*_read(request))


def _quarter_on(text: str) -> date:
    """The quarter asked for, else the one that goes on."""
    try:
        return quarter_of(date.fromisoformat(text)).from_on
    except ValueError:
        return quarter_of(timezone.localdate()).from_on

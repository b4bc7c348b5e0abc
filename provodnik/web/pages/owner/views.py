"""The owner's home."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from provodnik.lake import services as lake
from provodnik.method.types import Right
from provodnik.reports import programme
from provodnik.web.access import current_staff, require
from provodnik.web.cohort_maps import MONTHS, retention_rows
from provodnik.web.exports import csv_response
from provodnik.web.pages.owner.content import home
from provodnik.web.pages.owner.export import ab_table


@require(Right.SEE_OWNER_HOME)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    with lake.together():
        content = home(current_staff(request), now=now)
        cohorts = retention_rows(timezone.localdate(now), now=now)
    context = {"home": content, "cohorts": cohorts, "months": range(MONTHS), "now": now}
    return render(request, "owner/show.html", context)


@require(Right.SEE_OWNER_HOME)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """A → B as it stands on the screen."""
    content = home(current_staff(request), now=timezone.now())
    return csv_response("point-a-b", *ab_table(content.ab_rows))


@require(Right.FIX_POINT_A)
@require_POST
def create_programme(request: HttpRequest) -> HttpResponse:
    """Give the school its programme; dates come from the form, the end is its last day."""
    staff = current_staff(request)
    starts_on, last_on = (date.fromisoformat(request.POST[name]) for name in ("starts", "last"))
    programme.open_programme(
        starts_on=starts_on,
        ends_on=date.fromordinal(last_on.toordinal() + 1),
        actor=str(staff),
        now=timezone.now(),
    )
    return redirect("owner:show")


@require(Right.FIX_POINT_A)
@require_POST
def create_point_a(request: HttpRequest) -> HttpResponse:
    """Write down point A; a second time needs a reason."""
    staff = current_staff(request)
    programme.fix_point_a(
        by_id=staff.pk,
        actor=str(staff),
        reason=request.POST.get("reason", ""),
        now=timezone.now(),
    )
    return redirect("owner:show")

"""The owner's home."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.team.rules import staff_actor
from provodnik.lake import services as lake
from provodnik.method.types import Right
from provodnik.reports import programme, success
from provodnik.web.access import current_staff, require
from provodnik.web.cohort_maps import MONTHS, retention_rows
from provodnik.web.exports import csv_response, xlsx_response
from provodnik.web.goal_access import change_note
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


@require(Right.SEE_OWNER_HOME)
@require_GET
def export_book(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    content = home(current_staff(request), now=timezone.now())
    return xlsx_response("point-a-b", *ab_table(content.ab_rows, is_text=False))


@require(Right.FIX_POINT_A)
@require_POST
def note_change(request: HttpRequest) -> HttpResponse:
    """Write down what was changed on a day; it stands on the charts."""
    staff, text = current_staff(request), request.POST.get("text", "").strip()
    try:
        on_date = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        on_date = timezone.localdate()
    if text:
        success.note_change(
            on_date, text[:300], by_id=staff.pk, actor=staff_actor(staff.pk), now=timezone.now()
        )
        messages.success(request, _("Change noted"))
    return redirect("owner:show")


@require(Right.FIX_POINT_A)
@require_POST
def drop_change(request: HttpRequest, note_id: int) -> HttpResponse:
    """Withdraw a note; it can be taken back."""
    change_note(note_id)
    actor = staff_actor(current_staff(request).pk)
    success.drop_note(note_id, actor=actor, now=timezone.now())
    undo = reverse("owner:restore_change", args=[note_id])
    messages.success(request, _("Note withdrawn"), extra_tags=f"undo:{undo}")
    return redirect("owner:show")


@require(Right.FIX_POINT_A)
@require_POST
def restore_change(request: HttpRequest, note_id: int) -> HttpResponse:
    """The note is back."""
    change_note(note_id)
    actor = staff_actor(current_staff(request).pk)
    success.restore_note(note_id, actor=actor, now=timezone.now())
    return redirect("owner:show")


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

"""A figure of success: its point A by hand and its target for ninety days."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.team.rules import staff_actor
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.reports import programme, success
from provodnik.reports.errors import ReasonIsMissing, ReportsError
from provodnik.reports.types import ToldPoint
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.pages.goals.forms import BeforeForm, TargetForm
from provodnik.web.pages.goals.success import RowPage, row_page


@require_GET
@require(Right.SEE_GOALS)
def show(request: HttpRequest, row: str) -> HttpResponse:
    """Point A and target of one figure."""
    return _page(request, row)


@require_POST
@require(Right.EDIT_GOALS)
def set_target(request: HttpRequest, row: str) -> HttpResponse:
    """Say where the figure should be; empty drops the target."""
    _row(row)
    form, staff = TargetForm(request.POST), current_staff(request)
    if form.is_valid():
        told = form.cleaned_data
        try:
            success.set_target(
                row, told["target"], due_on=told["due_on"], by_id=staff.pk, **_who(request)
            )
        except ReportsError:
            form.add_error("target", _("A number is needed: 80, ~50 000, up to 24, 96–100 or 10+."))
        else:
            messages.success(request, _("Target saved"))
            return redirect("goals:success", row)
    return _page(request, row, target_form=form)


@require_POST
@require(Right.FIX_POINT_A)
def tell_before(request: HttpRequest, row: str) -> HttpResponse:
    """Write point A down by hand; a fixed one changes with a reason that is logged."""
    _row(row)
    form, staff = BeforeForm(request.POST), current_staff(request)
    if form.is_valid():
        try:
            success.tell_point_a(_point(row, form), by_id=staff.pk, **_who(request))
        except ReasonIsMissing:
            form.add_error("reason", _("Point A changes with a reason. It goes into the journal."))
        else:
            messages.success(request, _("Point A fixed"))
            return redirect("goals:success", row)
    return _page(request, row, before_form=form)


def _point(row: str, form: BeforeForm) -> ToldPoint:
    told = form.cleaned_data
    return ToldPoint(
        row=row,
        value=told["value"],
        measured_on=told["measured_on"],
        source=told["source"],
        reason=told["reason"],
    )


def _page(request: HttpRequest, row: str, **forms: django_forms.Form) -> HttpResponse:
    staff, page, opened = current_staff(request), _row(row), programme.open_row()
    begins = opened.starts_on if opened else timezone.localdate()
    target = {"target": page.target, "due_on": page.due_on}
    context: dict[str, Any] = {
        "page": page,
        "opened": opened,
        "days": method.goal_settings().target_days,
        "may_edit": has_right(staff, Right.EDIT_GOALS),
        "may_fix": has_right(staff, Right.FIX_POINT_A),
        "target_form": TargetForm(initial=target),
        "before_form": BeforeForm(initial={"measured_on": begins}),
        **forms,
    }
    return render(request, "goals/success.html", context)


def _row(row: str) -> RowPage:
    page = row_page(row, programme.open_row(), timezone.localdate())
    if page is None:
        raise Http404(row)
    return page


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": staff_actor(current_staff(request).pk), "now": timezone.now()}

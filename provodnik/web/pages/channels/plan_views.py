"""Plan and fact of repeat sales, by month, channel and person (R-110)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from provodnik.facts.sales.services.plans import set_plan
from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.exports import csv_response
from provodnik.web.pages.channels import plan_content


@require_http_methods(["GET", "POST"])
@require(Right.SEE_CHANNELS)
def show(request: HttpRequest) -> HttpResponse:
    """The chart of months, channels and people; who may, sets the plan in place."""
    staff, asked = current_staff(request), request.GET.get("window", "")
    shown = plan_content.plan(staff, asked=asked, now=timezone.now())
    may_plan = has_right(staff, Right.PLAN_SALES)
    form = plan_content.PlanForm(plan_content.months_to_plan(shown), request.POST or None)
    if may_plan and form.is_valid():
        _save(form, staff_actor(staff.pk))
        messages.success(request, _("Plan saved"))
        return redirect(f"{reverse('channels:plan')}?window={shown.window.key}")
    context = {
        "plan": shown,
        "form": form,
        "may_plan": may_plan,
        "sees_people": has_right(staff, Right.SEE_SELLERS),
        "may_export": has_right(staff, Right.EXPORT_ROWS),
    }
    return render(request, "channels/plan.html", context)


@require_GET
@require(Right.EXPORT_ROWS)
def export(request: HttpRequest) -> HttpResponse:
    """Plan and fact as they stand on the screen."""
    staff, asked = current_staff(request), request.GET.get("window", "")
    shown = plan_content.plan(staff, asked=asked, now=timezone.now())
    return csv_response("plan", *plan_content.table(shown))


def _save(form: plan_content.PlanForm, actor: str) -> None:
    set_plan(
        form.month_on,
        channel=form.channel,
        staff_id=form.staff_id,
        kopecks=form.kopecks,
        actor=actor,
        now=timezone.now(),
    )

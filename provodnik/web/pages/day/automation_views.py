"""The general switch of what the system plans by itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.method.types import Right
from provodnik.touches.queue import services
from provodnik.touches.queue.errors import ReasonMissing
from provodnik.touches.queue.queries import stopped, stops
from provodnik.web.access import current_staff, for_members, has_right, require


@for_members
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Whether automation works, the latest stops, and the switch for who may turn it."""
    may_turn = has_right(current_staff(request), Right.STOP_AUTOMATION)
    shown = {"stop": stopped(), "stops": stops(), "may_turn": may_turn}
    return render(request, "day/automation.html", shown)


@require(Right.STOP_AUTOMATION)
@require_POST
def create_turn(request: HttpRequest) -> HttpResponse:
    """Stop, or let it go on; either with a reason."""
    reason, by_id = request.POST.get("reason", ""), current_staff(request).pk
    try:
        if request.POST.get("to") == "on":
            services.resume_automation(reason=reason, by_id=by_id, now=timezone.now())
            messages.success(request, _("The system plans by itself again."))
        else:
            services.stop_automation(reason=reason, by_id=by_id, now=timezone.now())
            messages.success(request, _("Stopped. What people plan themselves goes on."))
    except ReasonMissing:
        messages.error(request, _("Write the reason: colleagues see it on every page."))
    return redirect("day:automation")

"""The funnel of channels and its export."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.exports import csv_response
from provodnik.web.pages.channels import content


@require_GET
@require(Right.SEE_CHANNELS)
def show(request: HttpRequest) -> HttpResponse:
    """Channels, launches, objections and cascades of the chosen days."""
    staff, now = current_staff(request), timezone.now()
    asked, machines = request.GET.get("window", ""), request.GET.get("clicks") == "all"
    shown = content.channels(staff, asked=asked, now=now, with_machines=machines)
    context = {
        "channels": shown,
        "may_export": has_right(staff, Right.EXPORT_ROWS),
        "sees_launches": has_right(staff, Right.SEE_LAUNCHES),
        "may_analyse": has_right(staff, Right.EDIT_LAUNCHES),
        "now": now,
    }
    return render(request, "channels/show.html", context)


@require_GET
@require(Right.EXPORT_ROWS)
def export(request: HttpRequest) -> HttpResponse:
    """The table of channels as it stands on the screen."""
    asked, machines = request.GET.get("window", ""), request.GET.get("clicks") == "all"
    now, staff = timezone.now(), current_staff(request)
    shown = content.channels(staff, asked=asked, now=now, with_machines=machines)
    return csv_response("channels", *content.table(shown))

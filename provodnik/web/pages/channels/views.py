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
    shown = content.channels(staff, asked=request.GET.get("window", ""), now=now)
    may_export = has_right(staff, Right.EXPORT_ROWS)
    context = {"channels": shown, "may_export": may_export, "now": now}
    return render(request, "channels/show.html", context)


@require_GET
@require(Right.EXPORT_ROWS)
def export(request: HttpRequest) -> HttpResponse:
    """The table of channels as it stands on the screen."""
    asked = request.GET.get("window", "")
    shown = content.channels(current_staff(request), asked=asked, now=timezone.now())
    return csv_response("channels", *content.table(shown))

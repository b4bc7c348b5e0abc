"""The desk's report, the register of conflicts."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from provodnik.method.types import Right
from provodnik.touches.desk import services
from provodnik.web.access import current_staff, require
from provodnik.web.desk_access import client_named
from provodnik.web.pages.desk import registers
from provodnik.web.pages.desk.forms import ConflictForm


@require(Right.SEE_TEAM_QUEUE)
@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """Requests that still reach the producer, and clients who come by the wrong channel."""
    week = registers.day_of(request.GET.get("week", ""))
    client_id = registers.id_of(request.GET.get("client", ""))
    page = registers.report_page(week, client_id, now=timezone.now())
    return render(request, "desk/report.html", {"page": page, "here": "report"})


@require(Right.SEE_TEAM_QUEUE)
def conflicts(request: HttpRequest) -> HttpResponse:
    """Conflicts by month; a POST registers one."""
    staff = current_staff(request)
    zone, form = ZoneInfo(staff.school.timezone), ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        client = client_named(request, form.cleaned_data["who"].strip())
        if client is None:
            form.add_error("who", _("Nobody was found by this, or more than one person."))
        else:
            told = form.to_conflict(client.pk, zone)
            services.register_conflict(told, by_id=staff.pk, now=timezone.now())
            messages.success(request, _("The conflict is registered"))
            return redirect("desk:conflicts")
    page = registers.conflicts_page(registers.month_of(request.GET.get("month", "")), zone)
    return render(request, "desk/conflicts.html", {"page": page, "form": form, "here": "conflicts"})

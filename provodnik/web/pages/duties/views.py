"""Duties: the matrix with the report, and the entries behind a number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from provodnik.method.types import Right
from provodnik.web.access import current_staff, member_of_team, require
from provodnik.web.duty_access import function_of_school
from provodnik.web.pages.duties import content


@require_GET
@require(Right.SEE_DUTIES)
def show(request: HttpRequest) -> HttpResponse:
    """Whose functions are whose, and who does not theirs."""
    now = timezone.now()
    page = content.page(current_staff(request), now=now)
    return render(request, "duties/show.html", {"page": page, "now": now})


@require_GET
@require(Right.SEE_DUTIES)
def show_entries(request: HttpRequest, staff_id: int, function: str) -> HttpResponse:
    """The entries behind one number of the report."""
    member, asked = member_of_team(staff_id), function_of_school(function)
    number, now = request.GET.get("page", ""), timezone.now()
    page = content.entries(
        current_staff(request),
        member,
        asked,
        number=int(number) if number.isdecimal() else 0,
        now=now,
    )
    return render(request, "duties/entries.html", {"page": page, "now": now})

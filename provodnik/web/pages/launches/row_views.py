"""The rows under a number of a launch."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from provodnik.facts.sales.queries.launch_rows import LaunchStep
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.launch_access import launch_of_school
from provodnik.web.pages.launches.rows import rows_of


@require_GET
@require(Right.SEE_LAUNCHES)
def show(request: HttpRequest, launch_id: int, step: str) -> HttpResponse:
    """Offers, clicks, orders or participants, whichever the number counts."""
    if step not in set(LaunchStep):
        raise Http404
    card, turned = launch_of_school(launch_id), request.GET.get("page", "")
    page = max(int(turned), 1) if turned.isdecimal() else 1
    sees_people = has_right(current_staff(request), Right.SEE_ALL_STUDENTS)
    context = {"card": card, "list": rows_of(launch_id, LaunchStep(step), page=page)}
    return render(request, "launches/rows.html", {**context, "sees_people": sees_people})

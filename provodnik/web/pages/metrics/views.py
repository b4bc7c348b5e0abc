"""Every number opens."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from provodnik.lake import services as lake
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.exports import csv_response
from provodnik.web.pages.metrics import content
from provodnik.web.pages.metrics.asking import read
from provodnik.web.pages.metrics.catalogue import catalogue
from provodnik.web.pages.metrics.export import rows_table


@require(Right.SEE_NUMBERS)
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    """The catalogue of figures with their values over a period."""
    with lake.together():
        shown = catalogue(current_staff(request), request.GET, now=timezone.now())
    return render(request, "metrics/list.html", {"list": shown})


@require(Right.SEE_NUMBERS)
@require_GET
def show(request: HttpRequest, metric: str) -> HttpResponse:
    """One number; over htmx the drawer alone, by a link the same as a page."""
    asked = read(metric, request.GET)
    staff = current_staff(request)
    may_open_rows = has_right(staff, Right.OPEN_ROWS)
    with lake.together():
        number = content.opened(asked, staff, may_open_rows=may_open_rows, now=timezone.now())
    part = "#number" if "HX-Request" in request.headers else ""
    may_find_causes = has_right(staff, Right.EDIT_GOALS)
    context = {
        "number": number,
        "may_open_rows": may_open_rows,
        "may_find_causes": may_find_causes,
    }
    return render(request, f"metrics/show.html{part}", context)


@require(Right.EXPORT_ROWS)
@require_GET
def export(request: HttpRequest, metric: str) -> HttpResponse:
    """The rows behind the number, as the page shows them."""
    asked = read(metric, request.GET)
    found, changes = content.evidence(asked), content.changes(asked)
    return csv_response(metric, *rows_table(found, changes))

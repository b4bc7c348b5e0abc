"""Pages of the matrix that only show: the roadmap, subscriptions, bonuses and tripwires."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from provodnik.facts.sales.queries.lift import helpers
from provodnik.facts.sales.queries.renewals import subscriptions
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web.access import current_staff, require
from provodnik.web.exports import csv_response
from provodnik.web.pages.matrix import bringing, roadmaps, sections


@require_GET
@require(Right.SEE_MATRIX)
def show_roadmap(request: HttpRequest) -> HttpResponse:
    """What to offer after a product, with the script and the reward."""
    shown = roadmaps.show(request.GET.get("after", ""))
    return sections.show(request, "roadmap", "matrix/roadmap.html", {"roadmap": shown})


@require_GET
@require(Right.SEE_NUMBERS)
def show_subscriptions(request: HttpRequest) -> HttpResponse:
    """Subscriptions and the share of terms that were renewed."""
    zone = current_staff(request).school.timezone
    rows = subscriptions(now=timezone.now(), timezone=zone)
    context = {
        "rows": rows,
        "settings": method.product_kinds().subscriptions,
        "total": bringing.renewed(rows),
    }
    return sections.show(request, "subscriptions", "matrix/subscriptions.html", context)


@require_GET
@require(Right.SEE_NUMBERS)
def show_helpers(request: HttpRequest) -> HttpResponse:
    """What bonuses and tripwires bring to the products they lead to."""
    shown = bringing.show(helpers(now=timezone.now()))
    context = {"shown": shown, "settings": method.product_kinds().lift}
    return sections.show(request, "helpers", "matrix/helpers.html", context)


@require_GET
@require(Right.EXPORT_ROWS)
def export_helpers(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    del request
    return csv_response("bonuses", *bringing.table(bringing.show(helpers(now=timezone.now()))))

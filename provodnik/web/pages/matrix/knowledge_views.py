"""What members of staff know: the report of the team and everybody's own list to read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from provodnik.facts.catalog import services
from provodnik.facts.catalog.queries.knowledge import to_learn
from provodnik.facts.team.rules import staff_actor
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web.access import current_staff, require
from provodnik.web.exports import csv_response
from provodnik.web.pages.matrix import knowing, sections


@require_GET
@require(Right.EDIT_MATRIX)
def report(request: HttpRequest) -> HttpResponse:
    """Curator × product: who has read what, and the gaps."""
    shown = knowing.report(request.GET)
    return sections.show(request, "knowledge", "matrix/knowledge.html", {"report": shown})


@require_GET
@require(Right.EXPORT_ROWS)
def export(request: HttpRequest) -> HttpResponse:
    """The report as a file."""
    return csv_response("products-known", *knowing.table(knowing.report(request.GET)))


@require_http_methods(["GET", "POST"])
@require(Right.SEE_MATRIX)
def learn(request: HttpRequest) -> HttpResponse:
    """My products to read; a POST says that the ticked ones are read."""
    staff = current_staff(request)
    if request.method == "POST":
        chosen = [int(one) for one in request.POST.getlist("products") if one.isdecimal()]
        now, actor = timezone.now(), staff_actor(staff.pk)
        count = services.acknowledge(chosen, staff_id=staff.pk, now=now, actor=actor)
        words = _("Read: %s") % count if count else _("Tick what you have read")
        messages.success(request, words)
        return redirect("matrix:learn")
    rows = to_learn(staff.pk)
    titles = {str(kind.key): kind.short for kind in method.product_kinds().kinds}
    context = {
        "waiting": [(row, titles.get(row.kind, "")) for row in rows if not row.is_known],
        "known": [(row, titles.get(row.kind, "")) for row in rows if row.is_known],
        "total": len(rows),
    }
    return sections.show(request, "learn", "matrix/learn.html", context)

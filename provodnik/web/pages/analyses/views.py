"""Analyses: a question in the address, its answer on the page and in files."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.team import saved_views
from provodnik.lake import services as lake
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.pages.analyses import asking, people
from provodnik.web.pages.analyses.files import as_file
from provodnik.web.pages.analyses.types import Kind


@require(Right.SEE_NUMBERS)
@require_GET
def show(request: HttpRequest, kind: str = Kind.COHORTS) -> HttpResponse:
    """One question, answered as far as its form is filled."""
    staff = current_staff(request)
    with lake.together():
        page = asking.page(_kind(kind), request.GET, staff, now=timezone.now())
    may = {"may_export": has_right(staff, Right.EXPORT_ROWS)}
    may["may_import"] = has_right(staff, Right.IMPORT_DATA)
    return render(request, "analyses/show.html", {"page": page, **may})


@require(Right.OPEN_ROWS)
@require_GET
def show_people(request: HttpRequest, kind: str) -> HttpResponse:
    """Who stands behind one cell."""
    return render(request, "analyses/people.html", {"page": people.page(_kind(kind), request.GET)})


@require(Right.EXPORT_ROWS)
@require_GET
def export(request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    """What is on the screen: as CSV, a workbook or a picture."""
    page = asking.page(_kind(kind), request.GET, current_staff(request), now=timezone.now())
    return as_file(page, ending)


@require(Right.SEE_NUMBERS)
@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep this question under a name, for oneself; the same name keeps the newer question."""
    kind, query = _kind(request.POST.get("kind", "")), request.POST.get("query", "")
    name = request.POST.get("name", "").strip()
    if name and len(query) < saved_views.MAX_QUERY - len(kind):
        saved_views.keep(
            current_staff(request).pk, asking.PAGE, name, f"{kind}?{query}", now=timezone.now()
        )
        messages.success(request, _("View “%(name)s” is kept") % {"name": name})
    return redirect(asking.address(kind, query))


@require(Right.SEE_NUMBERS)
@require_POST
def remove_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget a view of one's own."""
    if not saved_views.forget(current_staff(request).pk, view_id):
        raise Http404(view_id)
    messages.success(request, _("View removed"))
    return redirect("analyses:show")


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise Http404(name) from None

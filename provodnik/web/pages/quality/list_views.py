"""Lists of work on a request (R-218)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from provodnik.decisions.quality import queries, services
from provodnik.decisions.quality.errors import UnknownList
from provodnik.decisions.quality.types import Subject
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web.access import current_staff, require
from provodnik.web.desk_access import ticket_of
from provodnik.web.quality_access import list_of


@require_http_methods(["GET", "POST"])
@require(Right.WORK_DESK)
def show(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """The lists of a request; posted, one more is attached."""
    ticket = ticket_of(request, ticket_id)
    if request.method == "POST":
        key, by_id = request.POST.get("key", ""), current_staff(request).pk
        try:
            services.attach(Subject.TICKET, ticket.pk, key, by_id=by_id, now=timezone.now())
        except UnknownList:
            raise Http404(key) from None
        return redirect("quality:lists", ticket.pk)
    lists = queries.lists_of(Subject.TICKET, ticket.pk)
    taken = {one.key for one in lists}
    offered = [one for one in method.quality_settings().work_lists if one.key not in taken]
    context = {"ticket": ticket, "lists": lists, "offered": offered}
    return render(request, "quality/lists.html", context)


@require_POST
@require(Right.WORK_DESK)
def tick(request: HttpRequest, use_id: int) -> HttpResponse:
    """Tick a point off, or take the tick back."""
    use, point = list_of(request, use_id), request.POST.get("point", "")
    if request.POST.get("undo"):
        services.untick(use.pk, point)
        return redirect("quality:lists", use.piece_id)
    try:
        services.tick(use.pk, point, by_id=current_staff(request).pk, now=timezone.now())
    except UnknownList:
        raise Http404(point) from None
    return redirect("quality:lists", use.piece_id)


@require_POST
@require(Right.WORK_DESK)
def detach(request: HttpRequest, use_id: int) -> HttpResponse:
    """Take a list off that is not completed."""
    use = list_of(request, use_id)
    services.detach(use.pk)
    messages.success(request, _("The list is taken off"))
    return redirect("quality:lists", use.piece_id)

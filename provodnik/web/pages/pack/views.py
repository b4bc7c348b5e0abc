"""The pack of one client, and its acceptance."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.people.lifecycle import services
from provodnik.facts.people.lifecycle.errors import NotTheirs
from provodnik.facts.people.lifecycle.queries import waiting_pack
from provodnik.web.access import current_staff
from provodnik.web.client_access import client_of, require_students
from provodnik.web.pages.pack import content


@require_students
@require_GET
def show(request: HttpRequest, client_id: int) -> HttpResponse:
    """Goals, plan, agreements, promises, requests, risks and history on one page."""
    client, now = client_of(request, client_id), timezone.now()
    shown = content.pack(client, current_staff(request), now=now)
    return render(request, "pack/show.html", {"pack": shown, "now": now})


@require_students
@require_POST
def accept(request: HttpRequest, client_id: int) -> HttpResponse:
    """The new coordinator has read the pack and leads from here."""
    client, staff = client_of(request, client_id), current_staff(request)
    waiting = waiting_pack(client.pk)
    if waiting is None:
        raise Http404
    try:
        note = request.POST.get("note", "")
        services.accept(waiting.handoff_id, by_id=staff.pk, note=note, now=timezone.now())
    except NotTheirs as refused:
        raise PermissionDenied(str(refused)) from None
    messages.success(request, _("Accepted: you lead this student. The history is whole."))
    return redirect("students:show", client.pk)

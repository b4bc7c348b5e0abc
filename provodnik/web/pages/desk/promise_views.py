"""Terms agreed with one student: seeing them, agreeing them, going back to everybody's."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.people.models import Client
from provodnik.method.types import Right
from provodnik.touches.desk import services
from provodnik.touches.desk.errors import PromiseUnsound, ReasonMissing
from provodnik.touches.desk.types import PromiseFault
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.client_access import client_of
from provodnik.web.desk_access import client_named
from provodnik.web.pages.desk import promises, words
from provodnik.web.pages.desk.promises import ClientPromiseForm

_AT = {PromiseFault.HALF: "limit", PromiseFault.LIMIT_FIRST: "limit"}


@require(Right.WORK_DESK)
@require_GET
def show(request: HttpRequest, client_id: int) -> HttpResponse:
    """What a student is promised, and what was agreed with them before."""
    return _page(request, client_of(request, client_id), ClientPromiseForm())


@require_POST
@require(Right.SEE_TEAM_QUEUE)
def make(request: HttpRequest, client_id: int) -> HttpResponse:
    """Agree terms of their own with a student."""
    client, form = client_of(request, client_id), ClientPromiseForm(request.POST)
    if not form.is_valid():
        return _page(request, client, form)
    by_id, reason = current_staff(request).pk, form.cleaned_data["reason"]
    told = form.to_promise()
    try:
        services.promise_client(client.pk, told, reason, by_id=by_id, now=timezone.now())
    except PromiseUnsound as error:
        form.add_error(_AT.get(error.fault, "answer"), words.fault(error.fault))
        return _page(request, client, form)
    messages.success(request, _("Promised. Open requests go by it from now on."))
    return redirect("desk:promises", client.pk)


@require_POST
@require(Right.SEE_TEAM_QUEUE)
def drop(request: HttpRequest, client_id: int) -> HttpResponse:
    """Serve the student as everybody again."""
    client, told = client_of(request, client_id), request.POST
    by_id, now = current_staff(request).pk, timezone.now()
    priority, reason = told.get("priority", ""), told.get("reason", "")
    try:
        if services.drop_client_promise(client.pk, priority, reason, by_id=by_id, now=now):
            messages.success(request, _("As everybody again. Open requests go by it from now on."))
    except ReasonMissing:
        messages.warning(request, _("Say why the student is served as everybody again."))
    return redirect("desk:promises", client.pk)


@require_POST
@require(Right.SEE_TEAM_QUEUE)
def find(request: HttpRequest) -> HttpResponse:
    """The terms of the student a form names."""
    client = client_named(request, request.POST.get("who", "").strip())
    if client is None:
        messages.warning(request, _("Nobody was found by this, or more than one person."))
        return redirect("desk:load")
    return redirect("desk:promises", client.pk)


def _page(request: HttpRequest, client: Client, form: ClientPromiseForm) -> HttpResponse:
    context = {
        "page": promises.promises_page(client),
        "form": form,
        "leads": has_right(current_staff(request), Right.SEE_TEAM_QUEUE),
    }
    return render(request, "desk/promises.html", context)

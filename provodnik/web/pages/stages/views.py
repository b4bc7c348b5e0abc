"""The board by stage, moving the chosen, new relationships, handoffs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.people.errors import KeyTaken, UnknownStage
from provodnik.facts.people.lifecycle import queries, services
from provodnik.facts.people.lifecycle.errors import NotTheirs
from provodnik.facts.people.lifecycle.services import Moved
from provodnik.facts.people.services import Contacts, add_client
from provodnik.facts.people.types import ClientKind
from provodnik.facts.team.rules import staff_actor
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.client_access import client_of, clients_of, require_students
from provodnik.web.exports import csv_response
from provodnik.web.lifecycle_access import handoff_of
from provodnik.web.pages.stages import content, way
from provodnik.web.pages.stages.forms import ClientForm


@require_students
@require_GET
def show_board(request: HttpRequest) -> HttpResponse:
    """Who stands where, and since when."""
    staff = current_staff(request)
    shown = content.board(staff, content.asked_of(request.GET, staff))
    return render(request, "stages/board.html", {"board": shown, "now": timezone.now()})


@require(Right.EXPORT_ROWS)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The board as a file, with the same filters."""
    asked = content.asked_of(request.GET, current_staff(request))
    return csv_response("stages", *content.table(asked))


@require(Right.EDIT_STUDENTS)
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Lead the chosen clients into a stage; who is refused stays and is named."""
    staff, to = current_staff(request), request.POST.get("stage", "")
    chosen = {client.pk: client for client in clients_of(request, request.POST.getlist("clients"))}
    reason = request.POST.get("reason", "") if has_right(staff, Right.MAKE_EXCEPTIONS) else ""
    try:
        moved = services.lead_many(
            chosen, to, passing=reason, now=timezone.now(), actor=staff_actor(staff.pk)
        )
    except UnknownStage:
        messages.error(request, _("Choose the stage."))
        return redirect(_back(request))
    _tell(request, moved, {pk: client.name for pk, client in chosen.items()})
    return redirect(_back(request))


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_STUDENTS)
def add(request: HttpRequest) -> HttpResponse:
    """A relationship with a student, a group or a company, from its first stage."""
    form, staff = ClientForm(request.POST or None), current_staff(request)
    if form.is_valid():
        filled, now, actor = form.cleaned_data, timezone.now(), staff_actor(staff.pk)
        contacts = Contacts(name=filled["name"], email=filled["email"], phone=filled["phone"])
        try:
            client = add_client(contacts, kind=ClientKind(filled["kind"]), now=now, actor=actor)
        except KeyTaken as taken:
            form.add_error("email", _("This e-mail is on another card already."))
            return render(request, "stages/add.html", {"form": form, "taken": taken.client_id})
        services.lead(client.pk, str(method.lifecycle().first_stage), now=now, actor=actor)
        if has_right(staff, Right.SEE_ALL_STUDENTS):
            return redirect("stages:show", client.pk)
        return redirect("stages:board")
    return render(request, "stages/add.html", {"form": form})


@require_students
@require_GET
def show_handoffs(request: HttpRequest) -> HttpResponse:
    """Who waits to be accepted: by me, or by everybody for who hands students out."""
    staff = current_staff(request)
    sees_all = has_right(staff, Right.ASSIGN_COORDINATORS) and request.GET.get("mine") != "1"
    rows = queries.handoffs(taker=None if sees_all else staff)
    context = {
        "lines": way.handoff_lines(rows, staff),
        "total": queries.handoff_count(taker=None if sees_all else staff),
        "may_see_all": has_right(staff, Right.ASSIGN_COORDINATORS),
        "is_mine": not sees_all,
        "now": timezone.now(),
    }
    return render(request, "stages/handoffs.html", context)


@require_students
@require_POST
def accept(request: HttpRequest, handoff_id: int) -> HttpResponse:
    """Accept a client from another role."""
    staff, handoff = current_staff(request), handoff_of(handoff_id)
    if handoff.taker != staff.role:
        client_of(request, handoff.client_id)
    try:
        note, now = request.POST.get("note", ""), timezone.now()
        services.accept(handoff.pk, by_id=staff.pk, note=note, now=now)
    except NotTheirs as refused:
        raise PermissionDenied(str(refused)) from None
    messages.success(request, _("Accepted. From now on the client is yours."))
    if request.POST.get("back") == "way":
        return redirect("stages:show", handoff.client_id)
    return redirect("stages:handoffs")


def _tell(request: HttpRequest, moved: Moved, names: dict[int, str]) -> None:
    if moved.count:
        words = ngettext("%(n)s client moved.", "%(n)s clients moved.", moved.count)
        messages.success(request, words % {"n": moved.count})
    for client_id, refused in list(moved.refused.items())[:5]:
        why = "; ".join(reason.text for reason in content.gate_reasons(refused))
        said = {"name": names.get(client_id, ""), "why": why}
        messages.warning(request, _("%(name)s stays. %(why)s") % said)


def _back(request: HttpRequest) -> str:
    """The board with the filters the form came from; only the query is taken."""
    query = request.POST.get("query", "")
    return f"/stages/{query}" if query.startswith("?") else "/stages/"

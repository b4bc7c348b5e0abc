"""Students: the list, its file, one card, and what is written on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.people.services import (
    assign_coordinator,
    assign_unassigned,
    record_goal,
    write_note,
)
from provodnik.facts.people.types import TimelineGroup
from provodnik.method.types import Right
from provodnik.web.access import current_staff, for_members, member_of_team, require
from provodnik.web.client_access import client_of, clients_of, require_students, stone_of
from provodnik.web.exports import csv_response
from provodnik.web.pages.students import card
from provodnik.web.pages.students.asking import asked_of
from provodnik.web.pages.students.history import FIRST
from provodnik.web.pages.students.listing import listing, table

_MOST_SHOWN = 1000


@require_students
@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """The students this member may see, narrowed as the address asks."""
    staff = current_staff(request)
    found = listing(staff, asked_of(request.GET, staff))
    return render(request, "students/list.html", {"list": found, "now": timezone.now()})


@require(Right.EXPORT_ROWS)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The list as a file: the same filters, every row."""
    staff = current_staff(request)
    return csv_response("students", *table(staff, asked_of(request.GET, staff)))


@require(Right.ASSIGN_COORDINATORS)
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Give the chosen students one coordinator."""
    staff, now = current_staff(request), timezone.now()
    to = request.POST.get("coordinator", "")
    if not to.isdecimal():
        messages.error(request, _("Choose the coordinator."))
        return redirect(_back(request))
    coordinator = member_of_team(int(to))
    chosen = clients_of(request, request.POST.getlist("clients"))
    for client in chosen:
        actor = f"staff:{staff.pk}"
        assign_coordinator(client.pk, staff_id=coordinator.pk, now=now, actor=actor)
    messages.success(request, _assigned(len(chosen), coordinator.name))
    return redirect(_back(request))


@require(Right.ASSIGN_COORDINATORS)
@require_POST
def assign_evenly(request: HttpRequest) -> HttpResponse:
    """Give every paid student without a coordinator one of the coordinators, loads kept even."""
    staff = current_staff(request)
    count = assign_unassigned(
        staff_ids=card.coordinator_ids(), now=timezone.now(), actor=f"staff:{staff.pk}"
    )
    messages.success(request, _("Assigned: %(count)s") % {"count": count})
    return redirect("students:list")


@for_members
@require_GET
def show(request: HttpRequest, client_id: int) -> HttpResponse:
    """One student's card; of somebody erased, what is left."""
    if stone := stone_of(request, client_id):
        return redirect("erasing:stone", stone.pk)
    staff, client = current_staff(request), client_of(request, client_id)
    if client.pk != client_id:
        return redirect("students:show", client.pk)
    now = timezone.now()
    shown = card.show(client.pk, staff, _asked(request), now=now)
    return render(request, "students/show.html", {"card": shown, "now": now})


@require(Right.EDIT_STUDENTS)
@require_POST
def create_goal(request: HttpRequest, client_id: int) -> HttpResponse:
    """Write down what the student wants."""
    client, staff = client_of(request, client_id), current_staff(request)
    pain = request.POST.get("pain", "")
    try:
        record_goal(
            client.pk,
            text=request.POST.get("text", ""),
            pain_id=int(pain) if pain.isdecimal() else None,
            now=timezone.now(),
            actor=f"staff:{staff.pk}",
        )
    except ValueError:
        messages.error(request, _("Write the goal in the student's own words."))
    return redirect("students:show", client.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def create_note(request: HttpRequest, client_id: int) -> HttpResponse:
    """Write a note for colleagues."""
    client, staff = client_of(request, client_id), current_staff(request)
    try:
        text = request.POST.get("text", "")
        write_note(client.pk, text=text, now=timezone.now(), actor=f"staff:{staff.pk}")
        messages.success(request, _("The note is saved."))
    except ValueError:
        messages.error(request, _("The note is empty."))
    return redirect("students:show", client.pk)


@require(Right.ASSIGN_COORDINATORS)
@require_POST
def hand_over(request: HttpRequest, client_id: int) -> HttpResponse:
    """Give the student to another coordinator."""
    client, staff = client_of(request, client_id), current_staff(request)
    to = request.POST.get("coordinator", "")
    coordinator = member_of_team(int(to) if to.isdecimal() else 0)
    assign_coordinator(
        client.pk, staff_id=coordinator.pk, now=timezone.now(), actor=f"staff:{staff.pk}"
    )
    messages.success(request, _assigned(1, coordinator.name))
    return redirect("students:show", client.pk)


def _assigned(count: int, name: str) -> str:
    words = ngettext("%(count)s student: %(name)s", "%(count)s students: %(name)s", count)
    return words % {"count": count, "name": name}


def _asked(request: HttpRequest) -> card.Asked:
    group, shown, tab = (request.GET.get(name, "") for name in ("group", "shown", "tab"))
    return card.Asked(
        group=TimelineGroup(group) if group in set(TimelineGroup) else None,
        shown=min(int(shown), _MOST_SHOWN) if shown.isdecimal() else FIRST,
        tab=tab if tab in ("now", "history", "person") else "now",
    )


def _back(request: HttpRequest) -> str:
    """The list with the filters the form came from; only the query is taken."""
    query = request.POST.get("query", "")
    return f"/students/{query}" if query.startswith("?") else "/students/"

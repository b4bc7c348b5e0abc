"""The one window: the list, one request, a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from provodnik.method.types import Right
from provodnik.touches.desk import queries, services
from provodnik.touches.desk.queries import Page
from provodnik.touches.desk.types import Tab
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.desk_access import client_named, sees, ticket_of
from provodnik.web.exports import csv_response
from provodnik.web.pages.desk import content, drafts, tables
from provodnik.web.pages.desk.asking import Asked
from provodnik.web.pages.desk.forms import ReplyForm, RequestForm

_MOST_ROWS = 50_000


@require(Right.WORK_DESK)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The list by what is due first."""
    staff = current_staff(request)
    board = content.board(staff, Asked.of(request.GET), now=timezone.now())
    return render(request, "desk/list.html", _shown(request, board))


@require(Right.WORK_DESK)
@require_GET
def show_ticket(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """One request; beside it, on a wide screen, the list it was opened from."""
    return page_of(request, ticket_id)


@require(Right.WORK_DESK)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is shown, all its pages."""
    staff, asked, now = current_staff(request), Asked.of(request.GET), timezone.now()
    found = queries.rows(
        sees(staff),
        asked.tab or Tab.ALL,
        text=asked.text,
        owner_id=asked.owner,
        now=now,
        page=Page(_MOST_ROWS),
    )
    return csv_response("requests", *tables.table(found, staff.school.timezone))


@require(Right.WORK_DESK)
def add(request: HttpRequest) -> HttpResponse:
    """A request told by the telephone or in a chat: a new number, a holder, a clock."""
    staff, now = current_staff(request), timezone.now()
    form = RequestForm(request.POST or None, initial={"channel": "phone", "topic": "other"})
    if request.method == "POST" and form.is_valid():
        client = client_named(request, form.cleaned_data["who"].strip())
        if client is None:
            form.add_error("who", _("Nobody was found by this, or more than one person."))
        else:
            told = form.to_incoming(client.pk, now=now)
            ticket = services.register(told, by_id=staff.pk, now=now)
            messages.success(request, _("Request %(item)s is open") % {"item": ticket.item})
            return redirect("desk:ticket", ticket.pk)
    return render(request, "desk/add.html", {"form": form})


def page_of(
    request: HttpRequest, ticket_id: int, reply_form: ReplyForm | None = None
) -> HttpResponse:
    """The page of a request, with the answer being written if there is one."""
    staff, now = current_staff(request), timezone.now()
    ticket = ticket_of(request, ticket_id)
    board = content.board(staff, Asked.of(request.GET), now=now, open_id=ticket.pk)
    opened = content.opened(staff, ticket, now=now)
    ready = reply_form is None and content.chosen(opened, request.GET.get("canned", ""))
    draft = drafts.take(request, ticket.pk)
    form = reply_form or ReplyForm(
        initial={
            "seen": opened.pane.last_id,
            "text": ready.text if ready else draft,
            "taken_from": ready.version_id if ready else None,
        }
    )
    return render(
        request, "desk/list.html", {**_shown(request, board), "opened": opened, "form": form}
    )


def _shown(request: HttpRequest, board: content.Board) -> dict[str, object]:
    leads = has_right(current_staff(request), Right.SEE_TEAM_QUEUE)
    return {"board": board, "leads": leads, "now": timezone.now()}

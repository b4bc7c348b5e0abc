"""What is noted about a student while their request is open."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from provodnik.kernel.periods import start_of_day
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.method.words import fill
from provodnik.touches.desk import queries, services
from provodnik.touches.desk.models import Ticket
from provodnik.touches.desk.types import MessageKind
from provodnik.web.access import current_staff, require
from provodnik.web.desk_access import ticket_of
from provodnik.web.pages.desk import drafts
from provodnik.web.pages.desk.forms import AbsenceForm
from provodnik.web.pages.desk.ticket_views import deed

# Whoever was heard of within so long has the request open; the page tells of itself more often.
PRESENT = timedelta(seconds=25)


@deed
def mark_wrong_channel(request: HttpRequest, ticket_id: int) -> str:
    """A message came by the wrong channel: it is counted, and a reminder waits in the answer."""
    ticket, channel = ticket_of(request, ticket_id), request.POST.get("channel", "")
    message_id = _message(request, ticket, MessageKind.IN)
    by_id = current_staff(request).pk
    services.mark_wrong_channel(message_id, channel, by_id=by_id, now=timezone.now())
    drafts.keep(request, ticket_id, _reminder(ticket, channel))
    return _("Counted. A reminder of the rules is below, send it if it is right.")


@deed
def note_agreement(request: HttpRequest, ticket_id: int) -> str:
    """The student confirmed the one window."""
    client_id, by_id = ticket_of(request, ticket_id).client_id, current_staff(request).pk
    services.note_agreement(client_id, by_id=by_id, now=timezone.now())
    return _("Written down: everything goes through one window")


@deed
def note_absence(request: HttpRequest, ticket_id: int) -> str:
    """Days on which the student can approve nothing: resolutions wait."""
    staff, form = current_staff(request), AbsenceForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Give the first and the last day."))
        return ""
    zone, told = ZoneInfo(staff.school.timezone), form.cleaned_data
    services.note_absence(
        ticket_of(request, ticket_id).client_id,
        start_of_day(told["from_on"], zone),
        start_of_day(told["to_on"] + timedelta(days=1), zone),
        told["reason"],
        by_id=staff.pk,
        now=timezone.now(),
    )
    return _("Written down: what waits for the student stands on these days")


@deed
def call_producer(request: HttpRequest, ticket_id: int) -> str:
    """The request cannot be settled without the producer."""
    by_id, why = current_staff(request).pk, request.POST.get("why", "")
    services.call_producer(ticket_id, why, by_id=by_id, now=timezone.now())
    return _("Counted among the requests that reached the producer")


@deed
def report_contradiction(request: HttpRequest, ticket_id: int) -> str:
    """An answer of ours contradicts an approved one, or another."""
    message_id = _message(request, ticket_of(request, ticket_id), MessageKind.OUT)
    told, by_id = request.POST.get("answer", ""), current_staff(request).pk
    version = queries.version_of(int(told)) if told.isdecimal() else None
    services.report_contradiction(
        message_id,
        request.POST.get("words", ""),
        answer_id=version.answer_id if version else None,
        by_id=by_id,
        now=timezone.now(),
    )
    return _("The contradiction is reported")


@require_POST
@require(Right.WORK_DESK)
def be_present(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """I have the request open, and perhaps write in it; who else does."""
    ticket, me, now = ticket_of(request, ticket_id), current_staff(request).pk, timezone.now()
    is_writing = request.POST.get("writing") == "1"
    services.note_presence(ticket.pk, by_id=me, is_writing=is_writing, now=now)
    others = queries.present(ticket.pk, but_id=me, now=now, within=PRESENT)
    return render(request, "desk/_others.html", {"others": others})


def _message(request: HttpRequest, ticket: Ticket, kind: MessageKind) -> int:
    """The message a form names; 404 unless it is of this kind and in this request."""
    told = request.POST.get("message", "")
    for one in queries.thread(ticket):
        if str(one.message_id) == told and one.kind is kind:
            return one.message_id
    raise Http404(told)


def _reminder(ticket: Ticket, channel: str) -> str:
    settings = method.desk_settings()
    found = settings.channel(channel)
    names = {
        "name": ticket.client.first_name or ticket.client.name,
        "channel": found.title if found else channel,
        "rule": found.rule if found else "",
    }
    return fill(settings.wrong_channel.reminder, names)

"""The protocol: points, requests made of them, sending it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from provodnik.decisions.meetings import services
from provodnik.decisions.meetings.errors import MeetingsError
from provodnik.decisions.quality import services as quality
from provodnik.facts.people.queries.keys import clients_of_keys
from provodnik.kernel.gates import Refused
from provodnik.method import queries as method
from provodnik.method.quality_words import Artefact
from provodnik.method.types import Right
from provodnik.web.access import current_staff, require
from provodnik.web.meeting_access import meeting_of_school, point_of_school
from provodnik.web.pages.meetings import words
from provodnik.web.pages.meetings.forms import PointForm
from provodnik.web.pages.meetings.views import page_of


@require_POST
@require(Right.HOLD_MEETINGS)
def add_point(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Write down what was agreed on."""
    meeting_of_school(meeting_id)
    form = PointForm(request.POST)
    if not form.is_valid():
        return page_of(request, meeting_id, form)
    who = form.cleaned_data["client"].strip()
    client_id = clients_of_keys([who]).get(who) if who else None
    if who and client_id is None:
        form.add_error("client", _("Nobody was found by this, or more than one person."))
        return page_of(request, meeting_id, form)
    by_id, now = current_staff(request).pk, timezone.now()
    try:
        services.add_point(meeting_id, form.to_fields(client_id), by_id=by_id, now=now)
    except MeetingsError as error:
        messages.warning(request, words.refused(error))
    return redirect("meetings:show", meeting_id)


@require_POST
@require(Right.HOLD_MEETINGS)
def drop_point(request: HttpRequest, point_id: int) -> HttpResponse:
    """Take a point out."""
    point = point_of_school(point_id)
    try:
        services.drop_point(point.pk)
    except MeetingsError as error:
        messages.warning(request, words.refused(error))
    return redirect("meetings:show", point.meeting_id)


@require_POST
@require(Right.HOLD_MEETINGS)
def open_ticket(request: HttpRequest, point_id: int) -> HttpResponse:
    """Make a request of a point, with the link back (R-141)."""
    point, channel = point_of_school(point_id), request.POST.get("channel", "")
    known = [one.key for one in method.desk_settings().channels]
    row = meeting_of_school(point.meeting_id).row
    day = timezone.localtime(row.planned_at).strftime("%d.%m.%Y")
    try:
        ticket = services.open_ticket(
            point.pk,
            channel=channel if channel in known else known[0],
            title=f"{words.kind_title(row.kind)}, {day}",
            by_id=current_staff(request).pk,
            now=timezone.now(),
        )
        messages.success(request, _("Request #%(number)s is open") % {"number": ticket.number})
    except MeetingsError as error:
        messages.warning(request, words.refused(error))
    return redirect("meetings:show", point.meeting_id)


@require_POST
@require(Right.HOLD_MEETINGS)
def send(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Mark the protocol as sent."""
    meeting_of_school(meeting_id)
    try:
        by_id = current_staff(request).pk
        services.send_protocol(meeting_id, by_id=by_id, now=timezone.now())
        messages.success(request, _("The protocol is marked as sent"))
    except MeetingsError as error:
        messages.warning(request, words.refused(error))
    except Refused:
        # The page itself says why.
        messages.warning(request, _("Not sent: it needs a second pair of eyes"))
    return redirect("meetings:show", meeting_id)


@require_POST
@require(Right.HOLD_MEETINGS)
def ask_review(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show the protocol to a colleague."""
    author_id = meeting_of_school(meeting_id).row.author_id or current_staff(request).pk
    quality.ask_review(Artefact.PROTOCOL, meeting_id, author_id=author_id, now=timezone.now())
    messages.success(request, _("Shown to a colleague, we wait for a look"))
    return redirect("meetings:show", meeting_id)

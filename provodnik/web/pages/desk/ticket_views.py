"""What is done to one request. Every deed is a plain form and comes back to the request."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.touches.desk import queries, services
from provodnik.touches.desk.errors import AnsweredMeanwhile, DeskError
from provodnik.touches.desk.hours import desk_calendar, later_at
from provodnik.touches.desk.types import Promise
from provodnik.web import formats
from provodnik.web.access import current_staff, require
from provodnik.web.desk_access import ticket_of
from provodnik.web.pages.desk import drafts, words
from provodnik.web.pages.desk.content import handlers
from provodnik.web.pages.desk.forms import MomentForm, PromiseForm, ReplyForm
from provodnik.web.pages.desk.views import page_of

type Deed = Callable[[HttpRequest, int], str]

BY_HAND = "by_hand"


def deed(do: Deed) -> Callable[[HttpRequest, int], HttpResponseBase]:
    """A view that does something to a request the member may see, and says what came of it.

    `do` returns the words of success and may raise any refusal of the desk.
    """

    @require_POST
    @require(Right.WORK_DESK)
    @wraps(do)
    def view(request: HttpRequest, ticket_id: int) -> HttpResponse:
        ticket = ticket_of(request, ticket_id)
        try:
            if done := do(request, ticket.pk):
                messages.success(request, done)
        except DeskError as error:
            messages.warning(request, words.refusal(error, _zone(request)))
        return redirect(reverse("desk:ticket", args=[ticket.pk]) + _query(request))

    return view


@require_POST
@require(Right.WORK_DESK)
def reply(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """Write down an answer given in the channel. What could not be kept stays in the form."""
    ticket, form = ticket_of(request, ticket_id), ReplyForm(request.POST)
    if not form.is_valid():
        return page_of(request, ticket.pk, form)
    try:
        answer, by_id = form.to_answer(), current_staff(request).pk
        message = services.reply(ticket.pk, answer, by_id=by_id, now=timezone.now())
    except AnsweredMeanwhile as error:
        form = ReplyForm(initial={"text": form.cleaned_data["text"], "seen": None})
        messages.warning(request, words.refusal(error, _zone(request)))
        return page_of(request, ticket.pk, form)
    except DeskError as error:
        messages.warning(request, words.refusal(error, _zone(request)))
        return page_of(request, ticket.pk, form)
    undo = f"undo:{reverse('desk:undo', args=[ticket.pk, message.pk])}"
    messages.success(request, words.answered(message), extra_tags=undo)
    return redirect(reverse("desk:ticket", args=[ticket.pk]) + _query(request))


@deed
def note(request: HttpRequest, ticket_id: int) -> str:
    """A note for colleagues."""
    by_id, text = current_staff(request).pk, request.POST.get("text", "")
    services.note(ticket_id, text, by_id=by_id, now=timezone.now())
    return _("The note is kept, the student does not see it")


@deed
def promise(request: HttpRequest, ticket_id: int) -> str:
    """Who answers next and by when."""
    form = PromiseForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Give the day and the hour of the next answer."))
        return ""
    told = Promise(form.cleaned_data["until_at"], form.cleaned_data["text"])
    services.promise(ticket_id, told, by_id=current_staff(request).pk, now=timezone.now())
    return _("The next answer is promised")


@deed
def snooze(request: HttpRequest, ticket_id: int) -> str:
    """Out of sight until a moment of the method's choices, or one that is named."""
    by_id, now = current_staff(request).pk, timezone.now()
    until_at = _later(request, now)
    if until_at is None:
        messages.warning(request, _("Choose until when to put it off."))
        return ""
    services.snooze(ticket_id, until_at, by_id=by_id, now=now)
    moment = formats.moment_short(until_at, now, _zone(request), words.language())
    return _("Put off until %(moment)s, it comes back by itself") % {"moment": moment}


@deed
def split(request: HttpRequest, ticket_id: int) -> str:
    """The ticked messages become a request of their own."""
    ids = [int(one) for one in request.POST.getlist("messages") if one.isdecimal()]
    topic, by_id = request.POST.get("topic", ""), current_staff(request).pk
    other = services.split(ticket_id, ids, topic=topic, by_id=by_id, now=timezone.now())
    return _("Moved into %(item)s") % {"item": other.item}


@require_POST
@require(Right.WORK_DESK)
def undo(request: HttpRequest, ticket_id: int, message_id: int) -> HttpResponse:
    """Take an answer back; its words come back into the form."""
    ticket = ticket_of(request, ticket_id)
    if not any(one.message_id == message_id for one in queries.thread(ticket)):
        raise Http404(str(message_id))
    try:
        text = services.undo(message_id, by_id=current_staff(request).pk, now=timezone.now())
    except DeskError as error:
        messages.warning(request, words.refusal(error, _zone(request)))
    else:
        drafts.keep(request, ticket.pk, text)
        messages.success(request, _("The answer is taken back, its text is below"))
    return redirect("desk:ticket", ticket.pk)


@deed
def give(request: HttpRequest, ticket_id: int) -> str:
    """Another holder, or oneself."""
    staff, told = current_staff(request), request.POST.get("owner", "")
    known = {str(one.staff_id): one for one in handlers()}
    if told not in known:
        raise Http404(told)
    to_id = known[told].staff_id
    services.assign([ticket_id], to_id=to_id, reason=BY_HAND, by_id=staff.pk, now=timezone.now())
    return _("The request is held by %(name)s") % {"name": known[told].name}


@deed
def prioritise(request: HttpRequest, ticket_id: int) -> str:
    """Another priority: the clocks are counted anew."""
    told, by_id = request.POST.get("priority", ""), current_staff(request).pk
    services.set_priority(ticket_id, told, by_id=by_id, now=timezone.now())
    return _("The priority is changed, the terms are counted anew")


@deed
def merge(request: HttpRequest, ticket_id: int) -> str:
    """Two requests of one student become the older one."""
    told = request.POST.get("other", "")
    other = ticket_of(request, int(told) if told.isdecimal() else 0)
    by_id = current_staff(request).pk
    kept = services.merge(ticket_id, other.pk, by_id=by_id, now=timezone.now())
    return _("Joined into %(item)s") % {"item": kept.item}


@require_POST
@require(Right.WORK_DESK)
def move(request: HttpRequest, ticket_id: int, step: str) -> HttpResponseBase:
    """One of the plain steps of a request; 404 for any other."""
    if step not in _STEPS:
        raise Http404(step)
    return deed(_STEPS[step])(request, ticket_id)


def _later(request: HttpRequest, now: datetime) -> datetime | None:
    told = request.POST.get("later", "")
    choice = next((one for one in method.queue_settings().later if one.key == told), None)
    if choice is not None:
        days, hours = choice.working_days, choice.working_hours
        return later_at(desk_calendar(), now, working_days=days, working_hours=hours)
    form = MomentForm(request.POST)
    found: datetime | None = form.cleaned_data["until_at"] if form.is_valid() else None
    return found


def _wake(request: HttpRequest, ticket_id: int) -> str:
    del request
    services.wake(ticket_id)
    return _("Back in the list")


def _wait(request: HttpRequest, ticket_id: int) -> str:
    services.wait(ticket_id, by_id=current_staff(request).pk, now=timezone.now())
    return _("Waiting for the student, the clock stands")


def _resolve(request: HttpRequest, ticket_id: int) -> str:
    services.resolve(ticket_id, by_id=current_staff(request).pk, now=timezone.now())
    return _("Resolved. Ask the student whether it is settled.")


def _confirm(request: HttpRequest, ticket_id: int) -> str:
    actor = f"staff:{current_staff(request).pk}"
    services.confirm(ticket_id, actor=actor, now=timezone.now())
    return _("The student confirmed, the request is closed")


def _close(request: HttpRequest, ticket_id: int) -> str:
    services.close(ticket_id, by_id=current_staff(request).pk, now=timezone.now())
    return _("Put away, it awaits the student's confirmation")


def _reopen(request: HttpRequest, ticket_id: int) -> str:
    services.reopen(ticket_id, by_id=current_staff(request).pk, now=timezone.now())
    return _("The request is open again")


def _spam(request: HttpRequest, ticket_id: int) -> str:
    services.mark_spam(ticket_id, by_id=current_staff(request).pk, now=timezone.now())
    return _("Marked as spam, no figure counts it")


_STEPS: dict[str, Deed] = {
    "wake": _wake,
    "wait": _wait,
    "resolve": _resolve,
    "confirm": _confirm,
    "close": _close,
    "reopen": _reopen,
    "spam": _spam,
}


def _zone(request: HttpRequest) -> ZoneInfo:
    return ZoneInfo(current_staff(request).school.timezone)


def _query(request: HttpRequest) -> str:
    asked = request.GET.urlencode()
    return f"?{asked}" if asked else ""

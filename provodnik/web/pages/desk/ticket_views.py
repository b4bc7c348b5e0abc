"""What is done to one request. Every deed is a plain form and comes back to the request."""

from collections.abc import Callable
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

from provodnik.method.types import Right
from provodnik.touches.desk import services
from provodnik.touches.desk.errors import AnsweredMeanwhile, DeskError
from provodnik.touches.desk.types import Promise
from provodnik.web.access import current_staff, require
from provodnik.web.desk_access import ticket_of
from provodnik.web.pages.desk import words
from provodnik.web.pages.desk.content import handlers
from provodnik.web.pages.desk.forms import PromiseForm, ReplyForm
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
        services.reply(ticket.pk, answer, by_id=by_id, now=timezone.now())
    except AnsweredMeanwhile as error:
        form = ReplyForm(initial={"text": form.cleaned_data["text"], "seen": None})
        messages.warning(request, words.refusal(error, _zone(request)))
        return page_of(request, ticket.pk, form)
    except DeskError as error:
        messages.warning(request, words.refusal(error, _zone(request)))
        return page_of(request, ticket.pk, form)
    messages.success(request, _("The answer is written down"))
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

"""The coordinator's day: what to do now, one key to say how it ended."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.people.services import record_goal
from provodnik.facts.sales.errors import NoPaymentPage, ObjectionUnknown
from provodnik.kernel.gates import Refused
from provodnik.method.types import Right
from provodnik.touches.queue import services
from provodnik.touches.queue.errors import ClaimedByAnother, ObjectionMissing, QueueError
from provodnik.touches.queue.types import Outcome, TouchKind
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.pages.day import content
from provodnik.web.touch_access import open_touch_of, own_touch


@require(Right.WORK_QUEUE)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The day with its first deed open on a desktop, the list alone on a phone."""
    return render(request, "day/show.html", _shown(_board(request)))


@require(Right.WORK_QUEUE)
@require_GET
def show_deed(request: HttpRequest, touch_id: int) -> HttpResponse:
    """One deed: from the list over htmx its panes, by a link the day with this deed open."""
    touch = own_touch(request, touch_id)
    is_part = request.headers.get("HX-Target") == "deed"
    template = "day/show.html#deed" if is_part else "day/show.html"
    return render(request, template, {**_shown(_board(request, touch.pk)), "is_opened": True})


@require(Right.WORK_QUEUE)
@require_POST
def create_claim(request: HttpRequest, touch_id: int) -> HttpResponse:
    """Hold the deed while it is open, so that two do not call one person; says who was first."""
    touch = own_touch(request, touch_id)
    try:
        services.claim(touch.pk, by_id=current_staff(request).pk, now=timezone.now())
    except ClaimedByAnother as error:
        return render(request, "day/_claimed.html", {"by": error.by, "at": error.at})
    except QueueError:
        pass
    return HttpResponse(status=204)


@require(Right.WORK_QUEUE)
@require_POST
def create_outcome(request: HttpRequest, touch_id: int) -> HttpResponse:
    """Record how a deed ended; the next one opens by itself."""
    touch, staff = own_touch(request, touch_id), current_staff(request)
    not_before = request.POST.get("not_before")
    try:
        recorded = services.record_outcome(
            touch.pk,
            Outcome(request.POST.get("outcome", "")),
            by_id=staff.pk,
            objection=request.POST.get("objection", ""),
            not_before_on=date.fromisoformat(not_before) if not_before else None,
            note=request.POST.get("note", ""),
            now=timezone.now(),
        )
    except (QueueError, ObjectionUnknown, ValueError) as error:
        messages.error(request, content.refusal_words(error))
        stays = isinstance(error, ObjectionMissing | ObjectionUnknown | ValueError)
        return _after(request, touch.pk if stays else None)
    undo = f"undo:{reverse('day:undo', args=[touch.pk])}"
    messages.success(request, content.toast_words(recorded), extra_tags=undo)
    return _after(request)


@require(Right.WORK_QUEUE)
@require_POST
def delete_outcome(request: HttpRequest, touch_id: int) -> HttpResponse:
    """Take an outcome back."""
    touch, staff = own_touch(request, touch_id), current_staff(request)
    try:
        services.undo_outcome(touch.pk, by_id=staff.pk, now=timezone.now())
    except QueueError as error:
        messages.error(request, content.refusal_words(error))
        return _after(request)
    messages.info(request, _("Taken back, the deed is open again."))
    return _after(request, touch.pk)


@require(Right.MAKE_OFFERS)
@require_POST
def create_link(request: HttpRequest, touch_id: int) -> HttpResponse:
    """Make the offer and its personal link, once; past the gate only with a written reason."""
    touch, staff = own_touch(request, touch_id), current_staff(request)
    may_pass = has_right(staff, Right.MAKE_EXCEPTIONS)
    passing = request.POST.get("passing", "") if may_pass else ""
    try:
        services.offer_of_touch(touch.pk, by_id=staff.pk, passing=passing, now=timezone.now())
    except Refused as refused:
        messages.error(request, content.gate_words(refused))
    except NoPaymentPage:
        messages.error(request, _("No personal link: the product has no page of payment."))
    except QueueError as error:
        messages.error(request, content.refusal_words(error))
    return _after(request, touch.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def create_goal(request: HttpRequest, touch_id: int) -> HttpResponse:
    """Write down what the student wants, in their words."""
    touch, staff = own_touch(request, touch_id), current_staff(request)
    try:
        text = request.POST.get("text", "")
        record_goal(touch.client_id, text=text, now=timezone.now(), actor=f"staff:{staff.pk}")
    except ValueError:
        messages.error(request, _("Write the goal in the student's own words."))
    return _after(request, touch.pk)


@require(Right.WORK_QUEUE)
@require_POST
def create_recovery(request: HttpRequest, touch_id: int) -> HttpResponse:
    """Turn to what did not work out: the deed of help that waits already, or a new one."""
    touch, staff = own_touch(request, touch_id), current_staff(request)
    helping = open_touch_of(touch.client_id, TouchKind.RECOVERY) or services.plan(
        client_id=touch.client_id,
        kind=TouchKind.RECOVERY,
        reason=_("An offer has to wait: find out what did not work out."),
        occurrence=f"touch:{touch.pk}",
        owner_id=staff.pk,
        actor=f"staff:{staff.pk}",
        now=timezone.now(),
    )
    return _after(request, helping.pk)


@require(Right.WORK_QUEUE)
@require_POST
def create_later(request: HttpRequest, touch_id: int) -> HttpResponse:
    """Move a deed by a choice of the method."""
    touch, staff, now = own_touch(request, touch_id), current_staff(request), timezone.now()
    try:
        moved = services.postpone(touch.pk, request.POST.get("later", ""), by_id=staff.pk, now=now)
    except (QueueError, StopIteration) as error:
        messages.error(request, content.refusal_words(error))
        return _after(request, touch.pk)
    messages.success(request, content.moved_words(moved, now=now))
    return _after(request)


def _board(
    request: HttpRequest, open_id: int | None = None, prefer: int | None = None
) -> content.Board:
    return content.board(
        current_staff(request),
        asked=content.Asked(request.GET.get("duty", ""), open_id),
        prefer=prefer,
        now=timezone.now(),
        origin=request.build_absolute_uri("/").removesuffix("/"),
    )


def _shown(board: content.Board) -> dict[str, object]:
    return {"board": board, "pane": board.pane, "now": timezone.now()}


def _after(request: HttpRequest, touch_id: int | None = None) -> HttpResponse:
    """The day after a change: the deed named, else the one that was next, else the first."""
    asked = request.GET.get("next", "")
    prefer = int(asked) if asked.isdecimal() else None
    if "HX-Request" not in request.headers:
        return redirect(content.address(touch_id, request.GET.get("duty", "")))
    board = _board(request, touch_id, prefer)
    response = render(request, "day/show.html#after", {**_shown(board), "is_opened": True})
    response["HX-Retarget"], response["HX-Reswap"] = "#day", "outerHTML"
    response["HX-Push-Url"] = content.address(board.open_id, board.duty)
    return response

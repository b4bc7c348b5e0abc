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
from provodnik.touches.queue.errors import AgreementSaysNothing, ClaimedByAnother, QueueError
from provodnik.touches.queue.types import Outcome
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.counters import day_counted
from provodnik.web.pages.day import content, words
from provodnik.web.pages.day.rows import Asked, asked_rows
from provodnik.web.shell.types import Counter
from provodnik.web.touch_access import may_open, own_touch


@require(Right.WORK_QUEUE)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The day with its first deed open on a desktop, the list alone on a phone.

    Over htmx the end of the list asks for the rows after it.
    """
    if request.headers.get("HX-Target") == "more":
        rest = content.continued(current_staff(request), asked=_asked(request), now=timezone.now())
        return render(request, "day/show.html#more", {"listing": rest, "open_id": 0})
    return render(request, "day/show.html", _shown(request, _board(request)))


@require(Right.WORK_QUEUE)
@require_GET
def show_deed(request: HttpRequest, touch_id: int) -> HttpResponse:
    """One deed: from the list over htmx its panes, by a link the day with this deed open."""
    touch = own_touch(request, touch_id)
    is_part = request.headers.get("HX-Target") == "deed"
    template = "day/show.html#deed" if is_part else "day/show.html"
    return render(
        request, template, {**_shown(request, _board(request, touch.pk)), "is_opened": True}
    )


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
    touch, staff, told = own_touch(request, touch_id), current_staff(request), request.POST
    not_before, mood = told.get("not_before"), told.get("mood")
    try:
        recorded = services.record_outcome(
            touch.pk,
            Outcome(told.get("outcome", "")),
            by_id=staff.pk,
            objection=told.get("objection", ""),
            not_before_on=date.fromisoformat(not_before) if not_before else None,
            note=told.get("note", ""),
            script_step=told.get("script_step", ""),
            mood=int(mood) if mood else None,
            now=timezone.now(),
        )
    except (QueueError, ObjectionUnknown, ValueError) as error:
        messages.error(request, words.refusal_words(error))
        return _after(request, touch.pk if words.can_be_mended(error) else None)
    undo = f"undo:{reverse('day:undo', args=[touch.pk])}"
    messages.success(request, words.toast_words(recorded), extra_tags=undo)
    return _after(request)


@require(Right.WORK_QUEUE)
@require_POST
def delete_outcome(request: HttpRequest, touch_id: int) -> HttpResponse:
    """Take an outcome back."""
    touch, staff = own_touch(request, touch_id), current_staff(request)
    try:
        services.undo_outcome(touch.pk, by_id=staff.pk, now=timezone.now())
    except QueueError as error:
        messages.error(request, words.refusal_words(error))
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
        messages.error(request, words.gate_words(refused))
    except NoPaymentPage:
        messages.error(request, _("No personal link: the product has no page of payment."))
    except QueueError as error:
        messages.error(request, words.refusal_words(error))
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
def create_agreement(request: HttpRequest, touch_id: int) -> HttpResponse:
    """Write down what was agreed about the next sale, or why it is too early."""
    touch, staff, told = own_touch(request, touch_id), current_staff(request), request.POST
    starts_on = told.get("starts_on")
    try:
        services.agree(
            touch.pk,
            what=told.get("what", ""),
            starts_on=date.fromisoformat(starts_on) if starts_on else None,
            conditions=told.get("conditions", ""),
            not_now=told.get("not_now", ""),
            by_id=staff.pk,
            now=timezone.now(),
        )
        messages.success(request, _("The agreement is written down."))
    except ValueError:
        messages.error(request, words.refusal_words(AgreementSaysNothing()))
    return _after(request, touch.pk)


@require(Right.WORK_QUEUE)
@require_POST
def create_recovery(request: HttpRequest, touch_id: int) -> HttpResponse:
    """Turn to what did not work out: the deed of help that waits already, or a new one."""
    touch, staff = own_touch(request, touch_id), current_staff(request)
    reason = _("An offer has to wait: find out what did not work out.")
    helping = services.help_first(touch.pk, reason=reason, by_id=staff.pk, now=timezone.now())
    if may_open(staff, helping):
        return _after(request, helping.pk)
    name = helping.owner.name if helping.owner else ""
    messages.info(request, _("%(name)s is helping this student already.") % {"name": name})
    return _after(request, touch.pk)


@require(Right.WORK_QUEUE)
@require_POST
def create_later(request: HttpRequest, touch_id: int) -> HttpResponse:
    """Move a deed by a choice of the method."""
    touch, staff, now = own_touch(request, touch_id), current_staff(request), timezone.now()
    try:
        moved = services.postpone(touch.pk, request.POST.get("later", ""), by_id=staff.pk, now=now)
    except (QueueError, StopIteration) as error:
        messages.error(request, words.refusal_words(error))
        return _after(request, touch.pk)
    messages.success(request, words.moved_words(moved, now=now))
    return _after(request)


def _board(
    request: HttpRequest, open_id: int | None = None, prefer: int | None = None
) -> content.Board:
    staff = current_staff(request)
    board = content.board(
        staff,
        asked=_asked(request, open_id),
        prefer=prefer,
        now=timezone.now(),
        origin=request.build_absolute_uri("/").removesuffix("/"),
    )
    day_counted(request, staff, Counter(board.day.open, board.day.late))
    return board


def _asked(request: HttpRequest, open_id: int | None = None) -> Asked:
    told = request.GET
    return Asked(told.get("duty", ""), open_id, asked_rows(told.get("rows", "")))


def _shown(request: HttpRequest, board: content.Board) -> dict[str, object]:
    sees_team = has_right(current_staff(request), Right.SEE_TEAM_QUEUE)
    return {"board": board, "pane": board.pane, "now": timezone.now(), "sees_team": sees_team}


def _after(request: HttpRequest, touch_id: int | None = None) -> HttpResponse:
    """The day after a change: the deed named, else the one that was next, else the first."""
    asked = request.GET.get("next", "")
    prefer = int(asked) if asked.isdecimal() else None
    if "HX-Request" not in request.headers:
        return redirect(content.address(touch_id, _asked(request)))
    board = _board(request, touch_id, prefer)
    response = render(request, "day/show.html#after", {**_shown(request, board), "is_opened": True})
    response["HX-Retarget"], response["HX-Reswap"] = "#day", "outerHTML"
    response["HX-Push-Url"] = content.address(board.open_id, board.asked)
    return response

"""My month, the team's month, the talks under their numbers, and handing work over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.team.models import Staff
from provodnik.method.types import Right
from provodnik.touches.queue import services
from provodnik.touches.queue.errors import QueueError
from provodnik.web.access import current_staff, for_members, has_right, member_of_team, require
from provodnik.web.exports import csv_response
from provodnik.web.pages.day import results, talk_log, waiting
from provodnik.web.touch_access import hand_over_of_school


@require_GET
@require(Right.WORK_QUEUE)
def show_mine(request: HttpRequest) -> HttpResponse:
    """My plan, my sales, my conversion over a month."""
    shown = results.mine(current_staff(request), request.GET.get("month", ""), now=timezone.now())
    return render(request, "day/me.html", {"mine": shown})


@require_GET
@require(Right.SEE_TEAM_QUEUE)
def show_team(request: HttpRequest) -> HttpResponse:
    """Load and results of each coordinator; who may, hands work over here."""
    staff = current_staff(request)
    shown = results.team(staff, request.GET.get("month", ""), now=timezone.now())
    may_assign = has_right(staff, Right.ASSIGN_COORDINATORS)
    return render(request, "day/team.html", {"team": shown, "may_assign": may_assign})


@require_GET
@require(Right.WORK_QUEUE)
def show_talks(request: HttpRequest) -> HttpResponse:
    """The touches a number was made of."""
    staff = current_staff(request)
    shown = talk_log.log(staff, request.GET, now=timezone.now())
    may_export = has_right(staff, Right.EXPORT_ROWS)
    return render(request, "day/talks.html", {"log": shown, "may_export": may_export})


@require_GET
@for_members
def show_waiting(request: HttpRequest) -> HttpResponse:
    """The deeds a number of the team's load was made of; who sees no team sees their own."""
    shown = waiting.listing(current_staff(request), request.GET, now=timezone.now())
    return render(request, "day/waiting.html", {"list": shown})


@require_GET
@require(Right.EXPORT_ROWS)
def export_talks(request: HttpRequest) -> HttpResponse:
    """The log as it is filtered, whole."""
    head, rows = talk_log.table(current_staff(request), request.GET, now=timezone.now())
    return csv_response("talks", head, rows)


@require_POST
@require(Right.ASSIGN_COORDINATORS)
def create_hand_over(request: HttpRequest) -> HttpResponse:
    """Give all open deeds and students of one member to another."""
    giver, taker = (_member(request, field) for field in ("giver", "taker"))
    if giver is None or taker is None:
        messages.error(request, _("Choose from whom and to whom."))
        return redirect("day:team")
    try:
        done = services.hand_over(
            giver.pk, taker.pk, by_id=current_staff(request).pk, now=timezone.now()
        )
    except QueueError:
        messages.error(request, _("Nothing to hand over: choose two different people."))
        return redirect("day:team")
    told = {"deeds": len(done.touch_ids), "students": len(done.client_ids), "name": taker.name}
    undo = f"undo:{reverse('day:undo_hand_over', args=[done.pk])}"
    words = _("Handed over to %(name)s: deeds %(deeds)s, students %(students)s.") % told
    messages.success(request, words, extra_tags=undo)
    return redirect("day:team")


@require_POST
@require(Right.ASSIGN_COORDINATORS)
def delete_hand_over(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    """Bring back what is still open and still with the one it was given to."""
    done = hand_over_of_school(hand_over_id)
    try:
        services.undo_hand_over(done.pk, by_id=current_staff(request).pk, now=timezone.now())
        messages.info(request, _("Taken back: what is still open is with its owner again."))
    except QueueError:
        messages.error(request, _("It was taken back already."))
    return redirect("day:team")


def _member(request: HttpRequest, field: str) -> Staff | None:
    told = request.POST.get(field, "")
    return member_of_team(int(told)) if told.isdecimal() else None

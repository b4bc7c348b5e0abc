"""What waits for a colleague: low scores to settle, links to pass on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.touches.voice.surveys import services
from provodnik.touches.voice.surveys.errors import SurveysError
from provodnik.web import survey_access as access
from provodnik.web.access import current_staff, require
from provodnik.web.pages.surveys import waiting
from provodnik.web.pages.surveys.words import refusal


@require_GET
@require(Right.WORK_QUEUE, Right.SEE_SURVEYS)
def low(request: HttpRequest) -> HttpResponse:
    """Low scores nobody came back on, the oldest first; those of a colleague are theirs alone."""
    staff = current_staff(request)
    is_settled = request.GET.get("settled") == "1"
    page = waiting.low_page(
        staff, sees_all=access.sees_all_answers(staff), is_settled=is_settled, now=timezone.now()
    )
    return render(request, "surveys/low.html", {"page": page})


@require_POST
@require(Right.WORK_QUEUE, Right.SEE_SURVEYS)
def settle(request: HttpRequest, concern_id: int) -> HttpResponse:
    """Write down what the student was told."""
    staff = current_staff(request)
    found, told = access.concern_seen(staff, concern_id), request.POST.get("told", "")
    try:
        services.settle(found, told, by_id=staff.pk, now=timezone.now())
    except SurveysError as error:
        messages.error(request, refusal(error))
    else:
        undo = f"undo:{reverse('surveys:unsettle', args=[found])}"
        messages.success(request, _("The loop is closed"), extra_tags=undo)
    return redirect("surveys:low")


@require_POST
@require(Right.WORK_QUEUE, Right.SEE_SURVEYS)
def unsettle(request: HttpRequest, concern_id: int) -> HttpResponse:
    """Take that back."""
    staff = current_staff(request)
    found = access.concern_seen(staff, concern_id)
    services.unsettle(found, by_id=staff.pk, now=timezone.now())
    return redirect("surveys:low")


@require_GET
@require(Right.WORK_QUEUE, Right.SEE_SURVEYS)
def links(request: HttpRequest) -> HttpResponse:
    """Links nobody could send by itself."""
    staff = current_staff(request)
    page = waiting.links_page(
        staff,
        sees_all=access.sees_all_answers(staff),
        origin=request.build_absolute_uri("/").removesuffix("/"),
        now=timezone.now(),
    )
    return render(request, "surveys/links.html", {"page": page})


@require_POST
@require(Right.WORK_QUEUE, Right.SEE_SURVEYS)
def hand_over(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The link was passed on."""
    staff = current_staff(request)
    found = access.link_seen(staff, invitation_id)
    services.handed_over(found, actor=staff_actor(staff.pk), now=timezone.now())
    messages.success(request, _("Marked as sent"))
    return redirect("surveys:links")

"""One client's way through the stages and everything written on it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.people.errors import UnknownStage
from provodnik.facts.people.lifecycle import services
from provodnik.facts.people.lifecycle.errors import SaysNothing, UnknownCriterion
from provodnik.facts.people.models import Client
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.gates import Refused
from provodnik.method.types import Right
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.types import TouchKind
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.client_access import client_of, require_students
from provodnik.web.pages.stages import content, way
from provodnik.web.pages.stages.forms import ExpansionForm, ReferralForm, WinForm


@require_students
@require_GET
def show(request: HttpRequest, client_id: int) -> HttpResponse:
    """The stage with its settings, its conditions, and where one may go from it."""
    return _page(request, client_of(request, client_id))


@require(Right.EDIT_STUDENTS)
@require_POST
def lead(request: HttpRequest, client_id: int) -> HttpResponse:
    """Lead the client into a stage, past unmet conditions with a written reason."""
    staff, client = current_staff(request), client_of(request, client_id)
    reason = request.POST.get("reason", "") if has_right(staff, Right.MAKE_EXCEPTIONS) else ""
    try:
        services.lead(
            client.pk,
            request.POST.get("stage", ""),
            passing=reason,
            now=timezone.now(),
            actor=staff_actor(staff.pk),
        )
    except UnknownStage:
        messages.error(request, _("Choose the stage."))
    except Refused as refused:
        for one in content.gate_reasons(refused):
            messages.warning(request, one.text)
    else:
        messages.success(request, _("The stage is changed."))
    return redirect("stages:show", client.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def mark(request: HttpRequest, client_id: int) -> HttpResponse:
    """A person's word for a condition, or taking it back."""
    client, actor, posted = client_of(request, client_id), _actor(request), request.POST
    stage, criterion, now = posted.get("stage", ""), posted.get("criterion", ""), timezone.now()
    if posted.get("undo"):
        services.unmark(client.pk, stage, criterion, now=now, actor=actor)
        return redirect("stages:show", client.pk)
    try:
        note = posted.get("note", "")
        services.mark(client.pk, stage, criterion, note=note, now=now, actor=actor)
    except UnknownCriterion:
        messages.error(request, _("The stage has no such condition now."))
    return redirect("stages:show", client.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def meet(request: HttpRequest, client_id: int) -> HttpResponse:
    """A meeting was held."""
    client = client_of(request, client_id)
    form = request.POST.get("form", "")
    try:
        services.meet(client.pk, form=form, now=timezone.now(), actor=_actor(request))
        messages.success(request, _("The meeting is written down."))
    except SaysNothing:
        messages.error(request, _("Say what the meeting was about."))
    return redirect("stages:show", client.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def plan_touch(request: HttpRequest, client_id: int) -> HttpResponse:
    """Plan a touch with a client of any kind; it comes into the coordinator's day."""
    client, now = client_of(request, client_id), timezone.now()
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, _("Say what the touch is for."))
        return redirect("stages:show", client.pk)
    queue.plan(
        client_id=client.pk,
        kind=TouchKind.SUPPORT,
        reason=reason,
        occurrence=f"stage:{now.date()}:{reason[:40]}",
        owner_id=client.coordinator_id or current_staff(request).pk,
        actor=_actor(request),
        now=now,
    )
    messages.success(request, _("Planned: it is in the day of the coordinator."))
    return redirect("stages:show", client.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def confirm_win(request: HttpRequest, client_id: int) -> HttpResponse:
    """A confirmed win with its source and evidence."""
    client, form = client_of(request, client_id), WinForm(request.POST)
    if not form.is_valid():
        return _page(request, client, win=form)
    services.confirm_win(client.pk, form.to_fields(), now=timezone.now(), actor=_actor(request))
    messages.success(request, _("The win is confirmed."))
    return redirect("stages:show", client.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def expand(request: HttpRequest, client_id: int) -> HttpResponse:
    """The relationship grows by one of the types."""
    client, form = client_of(request, client_id), ExpansionForm(request.POST)
    if not form.is_valid():
        return _page(request, client, expansion=form)
    try:
        services.expand(client.pk, **form.cleaned_data, now=timezone.now(), actor=_actor(request))
        messages.success(request, _("The expansion is written down."))
    except Refused as refused:
        for one in content.gate_reasons(refused):
            messages.warning(request, one.text)
    return redirect("stages:show", client.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def record_referral(request: HttpRequest, client_id: int) -> HttpResponse:
    """Whom the client recommended us to."""
    client, form = client_of(request, client_id), ReferralForm(request.POST)
    if not form.is_valid():
        return _page(request, client, referral=form)
    services.record_referral(
        client.pk, **form.cleaned_data, now=timezone.now(), actor=_actor(request)
    )
    messages.success(request, _("The recommendation is written down."))
    return redirect("stages:show", client.pk)


def _page(request: HttpRequest, client: Client, **forms_: forms.Form) -> HttpResponse:
    now = timezone.now()
    shown = way.page(client, current_staff(request), now=now, refused=forms_)
    return render(request, "stages/show.html", {"page": shown, "now": now})


def _actor(request: HttpRequest) -> str:
    return staff_actor(current_staff(request).pk)

"""The steps of one case: given, agreed, packaged, approved, published, used."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from provodnik.method.types import Right
from provodnik.touches.voice.cases import services
from provodnik.touches.voice.cases.errors import CasesError
from provodnik.touches.voice.cases.types import Origin
from provodnik.web import voice_access as access
from provodnik.web.access import require
from provodnik.web.pages.cases.forms import (
    ConsentForm,
    GivenForm,
    PackagingForm,
    ReasonForm,
    UseForm,
)
from provodnik.web.pages.cases.views import page_of, who
from provodnik.web.pages.cases.words import refusal


@require_POST
@require(Right.COLLECT_CASES)
def receive(request: HttpRequest, case_id: int) -> HttpResponse:
    """What the client gave in answer."""
    page, form = access.case_of_school(case_id), GivenForm(request.POST)
    client_id = page.row.client_id or 0

    def act() -> None:
        new = form.to_new(client_id, Origin.ASKED, page.row.cohort_id)
        services.receive(case_id, new, **who(request))

    return _written(request, case_id, form, act, "given_form", _("Received"))


@require_POST
@require(Right.COLLECT_CASES)
def decline(request: HttpRequest, case_id: int) -> HttpResponse:
    """The client does not want to."""
    access.case_of_school(case_id)
    form = ReasonForm(request.POST, prefix="decline")

    def act() -> None:
        services.decline(case_id, form.cleaned_data["reason"], **who(request))

    return _written(request, case_id, form, act, "decline_form", _("Written down"))


@require_POST
@require(Right.COLLECT_CASES)
def remind(request: HttpRequest, case_id: int) -> HttpResponse:
    """One more deed."""
    access.case_of_school(case_id)
    if services.remind(case_id, **who(request)):
        messages.success(request, _("The reminder is among the deeds"))
    else:
        messages.warning(request, _("It was reminded of as often as the method allows"))
    return redirect("cases:show", case_id)


@require_POST
@require(Right.COLLECT_CASES)
def allow(request: HttpRequest, case_id: int) -> HttpResponse:
    """A consent to publish."""
    access.case_of_school(case_id)
    form = ConsentForm(request.POST)

    def act() -> None:
        services.allow(case_id, form.to_consent(), today=_today(), **who(request))

    return _written(request, case_id, form, act, "consent_form", _("Consent written down"))


@require_POST
@require(Right.COLLECT_CASES)
def forbid(request: HttpRequest, case_id: int) -> HttpResponse:
    """The consent is taken back."""
    return _done(request, case_id, services.forbid, _("Consent taken back, publication is off"))


@require_POST
@require(Right.COLLECT_CASES)
def package(request: HttpRequest, case_id: int) -> HttpResponse:
    """From point A to point B."""
    access.case_of_school(case_id)
    form = PackagingForm(request.POST)

    def act() -> None:
        services.package(case_id, form.to_packaging(), **who(request))

    return _written(request, case_id, form, act, "packaging_form", _("Case packaged"))


@require_POST
@require(Right.APPROVE_CASES)
def publish(request: HttpRequest, case_id: int) -> HttpResponse:
    """Publish."""
    undo = f"undo:{reverse('cases:unpublish', args=[case_id])}"
    return _done(request, case_id, services.publish, _("Case published"), undo)


@require_POST
@require(Right.APPROVE_CASES)
def unpublish(request: HttpRequest, case_id: int) -> HttpResponse:
    """Off publication."""
    access.case_of_school(case_id)
    services.unpublish(case_id, request.POST.get("reason", "")[:300], **who(request))
    messages.success(request, _("Case is published no more"))
    return redirect("cases:show", case_id)


@require_POST
@require(Right.APPROVE_CASES)
def approve(request: HttpRequest, case_id: int) -> HttpResponse:
    """It counts for who collected it."""
    return _done(request, case_id, services.approve, _("Counted for who collected it"))


@require_POST
@require(Right.APPROVE_CASES)
def reject(request: HttpRequest, case_id: int) -> HttpResponse:
    """It does not count."""
    access.case_of_school(case_id)
    form = ReasonForm(request.POST, prefix="reject")

    def act() -> None:
        services.reject(case_id, form.cleaned_data["reason"], **who(request))

    return _written(request, case_id, form, act, "reject_form", _("Not counted"))


@require_POST
@require(Right.SEE_CASES)
def use(request: HttpRequest, case_id: int) -> HttpResponse:
    """Where it was used."""
    access.case_of_school(case_id)
    form = UseForm(request.POST)

    def act() -> None:
        services.use_case(case_id, **form.cleaned_data, today=_today(), **who(request))

    return _written(request, case_id, form, act, "use_form", _("Use written down"))


@require_POST
@require(Right.COLLECT_CASES)
def drop_use(request: HttpRequest, use_id: int) -> HttpResponse:
    """A use written by mistake."""
    case_id = services.drop_use(access.use_of_case(use_id))
    messages.success(request, _("Removed"))
    return redirect("cases:show", case_id)


def _written(
    request: HttpRequest,
    case_id: int,
    form: forms.Form,
    act: Callable[[], None],
    name: str,
    said: str,
) -> HttpResponse:
    """Do what a form asks for, or show it again with what it lacks."""
    if form.is_valid():
        try:
            act()
        except CasesError as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, said)
            return redirect("cases:show", case_id)
    return page_of(request, case_id, **{name: form, "open": name})


def _done(
    request: HttpRequest, case_id: int, act: Callable[..., Any], said: str, undo: str = ""
) -> HttpResponse:
    """Do what a button asks for, or say why not."""
    access.case_of_school(case_id)
    try:
        act(case_id, **who(request))
    except CasesError as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, said, extra_tags=undo)
    return redirect("cases:show", case_id)


def _today() -> date:
    return timezone.localdate()

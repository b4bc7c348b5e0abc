"""Points of outflow: the list, the card, what is written on it."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.decisions.causes import queries, services
from provodnik.decisions.causes.errors import CausesError
from provodnik.decisions.causes.types import Place, State
from provodnik.facts.team.rules import staff_actor
from provodnik.lake import services as lake
from provodnik.method.types import Right
from provodnik.web import cause_access as access
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.exports import csv_response
from provodnik.web.pages.causes import content, opening
from provodnik.web.pages.causes.card import card_page
from provodnik.web.pages.causes.export import table
from provodnik.web.pages.causes.forms import (
    CHANGE_ID,
    ChangeForm,
    CloseForm,
    HypothesisForm,
    OwnerForm,
)
from provodnik.web.pages.causes.words import refusal


@require_GET
@require(Right.SEE_GOALS)
def show_all(request: HttpRequest) -> HttpResponse:
    """Points without a card, and the cards of a state."""
    staff = current_staff(request)
    context = {
        "page": content.list_page(_state(request), timezone.localdate()),
        "may_edit": has_right(staff, Right.EDIT_GOALS),
        "may_export": has_right(staff, Right.EXPORT_ROWS),
    }
    return render(request, "causes/list.html", context)


@require_GET
@require(Right.SEE_GOALS)
@require(Right.EXPORT_ROWS)
def export(request: HttpRequest) -> HttpResponse:
    """The list as it stands."""
    page = content.list_page(_state(request), timezone.localdate())
    return csv_response("causes", *table(page))


@require_POST
@require(Right.EDIT_GOALS)
def open_card(request: HttpRequest) -> HttpResponse:
    """Take up the step a number named as the biggest fall."""
    asked = opening.read(request.POST)
    now = timezone.now()
    fall = queries.seen_fall(asked.metric, asked.product, asked.item, asked.window, now=now)
    if fall is None:
        raise Http404(asked.item)
    place = Place(asked.metric, access.product_named(asked.product), asked.item)
    card = services.open_card(place, fall, **_by(request))
    return redirect("causes:show", card.pk)


@require_POST
@require(Right.EDIT_GOALS)
def open_point(request: HttpRequest, point_id: int) -> HttpResponse:
    """Take up a point of the list."""
    point = access.point_of_school(point_id)
    card = services.open_card(point.place, point.fall, **_by(request))
    return redirect("causes:show", card.pk)


@require_GET
@require(Right.SEE_GOALS)
def show(request: HttpRequest, card_id: int) -> HttpResponse:
    """One card."""
    return page_of(request, card_id)


@require_POST
@require(Right.EDIT_GOALS)
def name_owner(request: HttpRequest, card_id: int) -> HttpResponse:
    """Say who answers for it."""
    access.card_of_school(card_id)
    form = OwnerForm(request.POST)
    if form.is_valid():
        services.name_owner(card_id, form.cleaned_data["owner"], **who(request))
        messages.success(request, _("Kept"))
    return redirect("causes:show", card_id)


@require_POST
@require(Right.EDIT_GOALS)
def make_change(request: HttpRequest, card_id: int) -> HttpResponse:
    """Write down what was changed; it is marked on the charts."""
    access.card_of_school(card_id)
    form = ChangeForm(request.POST, auto_id=CHANGE_ID)
    if form.is_valid():
        by_id = current_staff(request).pk
        try:
            services.make_change(card_id, form.to_told(), by_id=by_id, **who(request))
        except CausesError as error:
            messages.error(request, refusal(error))
        else:
            messages.success(request, _("Change kept and marked on the charts"))
        return redirect("causes:show", card_id)
    return page_of(request, card_id, change_form=form)


@require_POST
@require(Right.EDIT_GOALS)
def close(request: HttpRequest, card_id: int) -> HttpResponse:
    """Judge whether the change helped, with the figures of this moment."""
    row, form = access.card_of_school(card_id).row, CloseForm(request.POST)
    if form.is_valid():
        told = who(request)
        effect = queries.effect(row, today=timezone.localdate(), now=told["now"])
        seen, conclusion = (effect.step if effect else None), form.cleaned_data["conclusion"]
        try:
            services.close(card_id, form.to_outcome(), conclusion=conclusion, seen=seen, **told)
        except CausesError as error:
            messages.error(request, refusal(error))
        else:
            undo = f"undo:{reverse('causes:reopen', args=[card_id])}"
            messages.success(request, _("Card closed"), extra_tags=undo)
        return redirect("causes:show", card_id)
    return page_of(request, card_id, close_form=form)


@require_POST
@require(Right.EDIT_GOALS)
def reopen(request: HttpRequest, card_id: int) -> HttpResponse:
    """Take a closed card up again."""
    access.card_of_school(card_id)
    try:
        services.reopen(card_id, **who(request))
    except CausesError as error:
        messages.error(request, refusal(error))
    return redirect("causes:show", card_id)


@require_POST
@require(Right.EDIT_GOALS)
def drop(request: HttpRequest, card_id: int) -> HttpResponse:
    """Withdraw a card; it can be taken back."""
    access.card_of_school(card_id)
    services.drop_card(card_id, **who(request))
    undo = f"undo:{reverse('causes:restore', args=[card_id])}"
    messages.success(request, _("Card withdrawn"), extra_tags=undo)
    return redirect("causes:list")


@require_POST
@require(Right.EDIT_GOALS)
def restore(request: HttpRequest, card_id: int) -> HttpResponse:
    """Bring a withdrawn card back."""
    try:
        services.restore_card(access.known_card(card_id), **who(request))
    except CausesError as error:
        messages.error(request, refusal(error))
        return redirect("causes:list")
    return redirect("causes:show", card_id)


def page_of(request: HttpRequest, card_id: int, **forms: django_forms.Form) -> HttpResponse:
    """The card with its forms, or with the form that was refused."""
    staff, card = current_staff(request), access.card_of_school(card_id)
    today = timezone.localdate()
    with lake.together():
        page = card_page(card, today=today, now=timezone.now())
    change = {"text": card.change, "on_date": card.row.changed_on or today}
    context: dict[str, Any] = {
        "page": page,
        "may_edit": has_right(staff, Right.EDIT_GOALS),
        "owner_form": OwnerForm(initial={"owner": card.row.owner_id or ""}),
        "hypothesis_form": HypothesisForm(),
        "change_form": ChangeForm(initial=change, auto_id=CHANGE_ID),
        "close_form": CloseForm(),
        **forms,
    }
    return render(request, "causes/show.html", context)


def who(request: HttpRequest) -> dict[str, Any]:
    """Who writes, and when."""
    return {"actor": staff_actor(current_staff(request).pk), "now": timezone.now()}


def _by(request: HttpRequest) -> dict[str, Any]:
    by_id = current_staff(request).pk
    return {"owner_id": by_id, "by_id": by_id, **who(request)}


def _state(request: HttpRequest) -> State | None:
    """The state the address asks for. Raises Http404 for an unknown one."""
    told = request.GET.get("state", "")
    try:
        return State(told) if told else None
    except ValueError:
        raise Http404(told) from None

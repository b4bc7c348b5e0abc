"""Hypotheses of a card: told, told otherwise, checked with a proof, dropped and taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from provodnik.decisions.causes import services
from provodnik.decisions.causes.errors import (
    CardIsClosed,
    CausesError,
    NotANumber,
    UnknownKind,
    UnsafeLink,
)
from provodnik.decisions.causes.models import Hypothesis
from provodnik.method.types import Right
from provodnik.web import cause_access as access
from provodnik.web.access import current_staff, require
from provodnik.web.pages.causes.forms import (
    CheckForm,
    HypothesisForm,
    checked_initial,
    initial_of,
)
from provodnik.web.pages.causes.views import page_of, who
from provodnik.web.pages.causes.words import refusal

_FIELDS = {NotANumber: "link", UnsafeLink: "link", UnknownKind: "kind"}


@require_POST
@require(Right.EDIT_GOALS)
def tell(request: HttpRequest, card_id: int) -> HttpResponse:
    """A new hypothesis."""
    access.card_of_school(card_id)
    form = HypothesisForm(request.POST)
    if form.is_valid():
        try:
            services.tell_hypothesis(card_id, form.to_fields(), **who(request))
        except CardIsClosed as error:
            messages.error(request, refusal(error))
            return redirect("causes:show", card_id)
        except CausesError as error:
            _show(form, error)
        else:
            messages.success(request, _("Hypothesis kept"))
            return redirect("causes:show", card_id)
    return page_of(request, card_id, hypothesis_form=form)


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_GOALS)
def edit(request: HttpRequest, hypothesis_id: int) -> HttpResponse:
    """A hypothesis: its words, and its check."""
    told = access.hypothesis_of_school(hypothesis_id)
    form = HypothesisForm(request.POST or None, initial=initial_of(told))
    if form.is_valid():
        try:
            services.change_hypothesis(hypothesis_id, form.to_fields(), **who(request))
        except CausesError as error:
            _show(form, error)
        else:
            messages.success(request, _("Hypothesis kept"))
            return redirect("causes:show", told.card_id)
    return _page(request, told, form=form)


@require_POST
@require(Right.EDIT_GOALS)
def check(request: HttpRequest, hypothesis_id: int) -> HttpResponse:
    """What the check showed, with its proof."""
    told, form = access.hypothesis_of_school(hypothesis_id), CheckForm(request.POST)
    if form.is_valid():
        by_id = current_staff(request).pk
        try:
            services.tell_check(hypothesis_id, form.to_told(), by_id=by_id, **who(request))
        except CausesError as error:
            _show(form, error)
        else:
            messages.success(request, _("Check kept"))
            return redirect("causes:show", told.card_id)
    return _page(request, told, check_form=form)


@require_POST
@require(Right.EDIT_GOALS)
def drop(request: HttpRequest, hypothesis_id: int) -> HttpResponse:
    """The hypothesis holds no more; it can be taken back."""
    told = access.hypothesis_of_school(hypothesis_id)
    try:
        services.drop_hypothesis(hypothesis_id, **who(request))
    except CausesError as error:
        messages.error(request, refusal(error))
    else:
        undo = f"undo:{reverse('causes:restore_hypothesis', args=[hypothesis_id])}"
        messages.success(request, _("Hypothesis dropped"), extra_tags=undo)
    return redirect("causes:show", told.card_id)


@require_POST
@require(Right.EDIT_GOALS)
def restore(request: HttpRequest, hypothesis_id: int) -> HttpResponse:
    """A dropped hypothesis is back."""
    told = access.hypothesis_of_school(hypothesis_id, is_dropped=True)
    try:
        services.restore_hypothesis(hypothesis_id, **who(request))
    except CausesError as error:
        messages.error(request, refusal(error))
    return redirect("causes:show", told.card_id)


def _page(
    request: HttpRequest,
    told: Hypothesis,
    *,
    form: HypothesisForm | None = None,
    check_form: CheckForm | None = None,
) -> HttpResponse:
    context = {
        "told": told,
        "form": form or HypothesisForm(initial=initial_of(told)),
        "check_form": check_form or CheckForm(initial=checked_initial(told)),
    }
    return render(request, "causes/hypothesis.html", context)


def _show(form: HypothesisForm | CheckForm, error: CausesError) -> None:
    """A refusal at its field."""
    missing = next((name for name in getattr(error, "missing", ()) if name in form.fields), None)
    field = missing or _FIELDS.get(type(error))
    form.add_error(field if field in form.fields else next(iter(form.fields)), refusal(error))

"""The layer of review: where it is on, and what waits for it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from provodnik.decisions.quality import queries, services, sources
from provodnik.decisions.quality.errors import QualityError
from provodnik.decisions.quality.types import AskRow
from provodnik.facts.team.queries import staff_list
from provodnik.method.quality_words import Artefact
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.pages.quality import content
from provodnik.web.pages.quality.words import artefact_titles, refusal
from provodnik.web.quality_access import ask_of_school, layer_of_school

# What is sent by a button of ours can be held back; an answer at the desk cannot yet.
_HELD = (Artefact.PROTOCOL,)


def _kinds() -> list[tuple[str, str]]:
    titles = artefact_titles()
    return [("", "—"), *((one.value, titles[one]) for one in _HELD)]


def _members() -> list[tuple[str, str]]:
    return [("", "—"), *((str(one.staff_id), one.name) for one in staff_list())]


class LayerForm(forms.Form):
    """For what a second pair of eyes is asked."""

    artefact = forms.ChoiceField(label=gettext_lazy("Kind of work"), choices=_kinds, required=False)
    staff = forms.TypedChoiceField(
        label=gettext_lazy("Whose work"),
        choices=_members,
        coerce=int,
        empty_value=None,
        required=False,
    )


@require_GET
@require(Right.CHECK_QUALITY)
def show(request: HttpRequest) -> HttpResponse:
    """Where a second pair of eyes is asked for, what waits."""
    staff, titles = current_staff(request), artefact_titles()
    asks = [(one, titles[one.artefact], _href(one)) for one in queries.asks()]
    layers = [(one, titles[one.artefact] if one.artefact else "") for one in queries.layers()]
    context = {
        "layers": layers,
        "asks": asks,
        "waits": sum(1 for one, _title, _href in asks if one.decided_at is None),
        "form": LayerForm(),
        "may_switch": has_right(staff, Right.SWITCH_REVIEW),
        "staff_id": staff.pk,
        "tabs": content.tabs("quality:reviews"),
    }
    return render(request, "quality/reviews.html", context)


@require_POST
@require(Right.SWITCH_REVIEW)
def switch_on(request: HttpRequest) -> HttpResponse:
    """Ask for a second pair of eyes."""
    form, by_id = LayerForm(request.POST), current_staff(request).pk
    if form.is_valid():
        told = form.cleaned_data
        artefact = Artefact(told["artefact"]) if told["artefact"] else None
        try:
            services.switch_on(artefact, told["staff"], by_id=by_id, now=timezone.now())
            messages.success(request, _("A second pair of eyes is asked for from now on"))
        except QualityError as error:
            messages.warning(request, refusal(error))
    return redirect("quality:reviews")


@require_POST
@require(Right.SWITCH_REVIEW)
def switch_off(request: HttpRequest, layer_id: int) -> HttpResponse:
    """No second pair of eyes any more."""
    layer = layer_of_school(layer_id)
    services.switch_off(layer.pk, by_id=current_staff(request).pk, now=timezone.now())
    messages.success(request, _("The second pair of eyes is off"))
    return redirect("quality:reviews")


@require_POST
@require(Right.CHECK_QUALITY)
def decide(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Let it pass, or give it back with words."""
    ask, is_approved = ask_of_school(ask_id), request.POST.get("approved") == "1"
    words, by_id = request.POST.get("words", "")[:1000], current_staff(request).pk
    try:
        services.decide(
            ask.pk, is_approved=is_approved, words=words, by_id=by_id, now=timezone.now()
        )
        messages.success(request, _("Let pass") if is_approved else _("Given back"))
    except QualityError as error:
        messages.warning(request, refusal(error))
    return redirect("quality:reviews")


def _href(one: AskRow) -> str:
    work = sources.read(one.artefact, one.ref_id)
    try:
        return reverse(work.page, args=[work.page_id]) if work.page else ""
    except NoReverseMatch:
        return ""

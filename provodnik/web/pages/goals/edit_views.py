"""Writing goals down, entering facts, dropping and taking back."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from provodnik.decisions.goals import services
from provodnik.decisions.goals.errors import (
    BeyondHorizon,
    EndsBeforeStart,
    FactIsCounted,
    GoalsError,
    Incomplete,
    NotComparable,
    TitleTaken,
)
from provodnik.decisions.goals.models import Initiative, KeyResult, Kpi, Objective
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.periods import quarter_of
from provodnik.method.types import Right
from provodnik.reports.counting import is_counted
from provodnik.web import goal_access as access
from provodnik.web.access import current_staff, require
from provodnik.web.pages.goals.content import quarter_words
from provodnik.web.pages.goals.forms import (
    FactForm,
    InitiativeForm,
    KeyResultForm,
    KpiForm,
    ObjectiveForm,
    initial_of,
)

type Goal = Objective | KeyResult | Kpi | Initiative

_REFUSALS: Mapping[type[GoalsError], object] = {
    Incomplete: _("Without it nobody can tell whether the goal is reached."),
    NotComparable: _("A number is needed: 80, ~50 000, up to 24, 96–100 or 10+."),
    FactIsCounted: _("This figure is counted by itself, nobody enters it."),
    TitleTaken: _("There is a goal of this name already."),
    EndsBeforeStart: _("The last day comes before the first."),
    BeyondHorizon: _("The strategy looks twelve months ahead: split what is longer."),
}
_FIELDS = {"number": "start", "value": "value", "owner": "owner"}
# The word of the address, how a page obtains the goal, even a dropped one when it comes back.
_KINDS: Mapping[str, tuple[type[Goal], Callable[[int], Goal]]] = {
    "objectives": (Objective, access.objective_of_school),
    "results": (KeyResult, access.key_result_of_school),
    "kpi": (Kpi, access.kpi_of_school),
    "strategy": (Initiative, access.initiative_of_school),
}


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_GOALS)
def objective(request: HttpRequest, goal_id: int | None = None) -> HttpResponse:
    """An objective of a quarter."""
    goal = access.objective_of_school(goal_id) if goal_id else None
    asked = request.GET.get("quarter") or quarter_of(timezone.localdate()).from_on
    initial = initial_of(goal) if goal else {"quarter_on": asked, **_given(request, "initiative")}
    form = ObjectiveForm(request.POST or None, initial=initial)

    def save() -> Goal:
        told = form.to_fields()
        return services.save_objective(told, objective_id=goal_id, **_who(request))

    return _answer(request, form, save, goal, "objectives")


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_GOALS)
def add_result(request: HttpRequest, goal_id: int) -> HttpResponse:
    """A new key result of an objective."""
    parent = access.objective_of_school(goal_id)
    form = KeyResultForm(request.POST or None)

    def save() -> Goal:
        return services.save_key_result(form.to_fields(parent.pk), **_who(request))

    return _answer(request, form, save, None, "results", parent=parent)


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_GOALS)
def result(request: HttpRequest, goal_id: int) -> HttpResponse:
    """A key result: its fields, and where nobody counts it, its fact."""
    goal = access.key_result_of_school(goal_id)
    form = KeyResultForm(request.POST or None, initial=initial_of(goal))

    def save() -> Goal:
        told = form.to_fields(goal.objective_id)
        return services.save_key_result(told, key_result_id=goal_id, **_who(request))

    return _answer(request, form, save, goal, "results", parent=goal.objective)


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_GOALS)
def kpi(request: HttpRequest, goal_id: int | None = None) -> HttpResponse:
    """A KPI: its fields, and where nobody counts it, its fact."""
    goal = access.kpi_of_school(goal_id) if goal_id else None
    form = KpiForm(request.POST or None, initial=initial_of(goal) if goal else {})

    def save() -> Goal:
        return services.save_kpi(form.to_fields(), kpi_id=goal_id, **_who(request))

    return _answer(request, form, save, goal, "kpi")


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_GOALS)
def initiative(request: HttpRequest, goal_id: int | None = None) -> HttpResponse:
    """A part of the strategy."""
    goal = access.initiative_of_school(goal_id) if goal_id else None
    form = InitiativeForm(request.POST or None, initial=initial_of(goal) if goal else {})

    def save() -> Goal:
        told = form.to_fields()
        return services.save_initiative(told, initiative_id=goal_id, **_who(request))

    return _answer(request, form, save, goal, "strategy")


@require_POST
@require(Right.EDIT_GOALS)
def tell_fact(request: HttpRequest, kind: str, goal_id: int) -> HttpResponse:
    """Enter a value nobody counts."""
    goal, form = _goal(kind, goal_id), FactForm(request.POST)
    if not isinstance(goal, KeyResult | Kpi):
        raise Http404(kind)
    if form.is_valid():
        try:
            by_id = current_staff(request).pk
            services.tell_fact(goal, form.to_fact(), by_id=by_id, **_who(request))
        except (FactIsCounted, Incomplete, NotComparable) as refusal:
            messages.error(request, _words(refusal))
        else:
            messages.success(request, _("Value entered"))
            return redirect("goals:show")
    else:
        messages.error(request, " ".join(str(one) for all_ in form.errors.values() for one in all_))
    return redirect(_FORMS[kind], goal_id)


@require_POST
@require(Right.EDIT_GOALS)
def drop(request: HttpRequest, kind: str, goal_id: int) -> HttpResponse:
    """The goal holds no more; it can be taken back."""
    goal = _goal(kind, goal_id)
    services.drop(type(goal), goal.pk, **_who(request))
    undo = reverse("goals:restore", args=[kind, goal_id])
    messages.success(request, _("Goal dropped"), extra_tags=f"undo:{undo}")
    return redirect("goals:show")


@require_POST
@require(Right.EDIT_GOALS)
def restore(request: HttpRequest, kind: str, goal_id: int) -> HttpResponse:
    """The dropped goal holds again."""
    model = _known(kind)[0]
    try:
        services.restore(model, goal_id, **_who(request))
    except model.DoesNotExist:
        raise Http404(str(goal_id)) from None
    except TitleTaken as refusal:
        messages.error(request, _words(refusal))
    return redirect("goals:show")


_FORMS = {"results": "goals:result", "kpi": "goals:kpi"}


def _answer(
    request: HttpRequest,
    form: django_forms.Form,
    save: Callable[[], Goal],
    goal: Goal | None,
    kind: str,
    *,
    parent: Objective | None = None,
) -> HttpResponse:
    """The form, or after saving the page of goals; a refusal stands at its field."""
    if form.is_valid():
        try:
            save()
        except GoalsError as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("Goal saved"))
            return redirect("goals:show")
    context: dict[str, Any] = {
        "form": form,
        "goal": goal,
        "kind": kind,
        "parent": parent,
        "quarter_words": _quarter(form),
    }
    if isinstance(goal, KeyResult | Kpi) and not is_counted(goal.metric):
        context["fact_form"] = FactForm(initial={"on_date": timezone.localdate()})
    return render(request, "goals/form.html", context)


def _quarter(form: django_forms.Form) -> str:
    if not isinstance(form, ObjectiveForm):
        return ""
    on = form["quarter_on"].value()
    try:
        return quarter_words(form.fields["quarter_on"].clean(on))
    except django_forms.ValidationError:
        return ""


def _show(form: django_forms.Form, refusal: GoalsError) -> None:
    names = getattr(refusal, "missing", ()) or getattr(refusal, "fields", ())
    at = [_FIELDS.get(name, name) for name in names]
    field = next((name for name in at if name in form.fields), None)
    if isinstance(refusal, EndsBeforeStart | BeyondHorizon):
        field = "last_on"
    form.add_error(field or "title", _words(refusal))


def _words(refusal: GoalsError) -> str:
    return str(_REFUSALS.get(type(refusal), refusal))


def _goal(kind: str, goal_id: int) -> Goal:
    return _known(kind)[1](goal_id)


def _known(kind: str) -> tuple[type[Goal], Callable[[int], Goal]]:
    try:
        return _KINDS[kind]
    except KeyError:
        raise Http404(kind) from None


def _given(request: HttpRequest, name: str) -> dict[str, str]:
    return {name: request.GET[name]} if name in request.GET else {}


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": staff_actor(current_staff(request).pk), "now": timezone.now()}

"""Upsell rules: agreed in advance, switched on with all four fields (R-083)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.catalog.path import queries, upsell
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.gates import Refused
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require, upsell_rule
from provodnik.web.pages.path import effects, words
from provodnik.web.pages.path.forms import RuleForm, rule_initial


@require_GET
@require(Right.SEE_PATH)
def show_rules(request: HttpRequest) -> HttpResponse:
    """Every rule, those at work first."""
    staff, rules = current_staff(request), queries.upsell_rules()
    found = effects.shown(rules, now=timezone.now())
    context = {
        "rules": [
            (rule, words.reasons_of([rule.verdict]), found.get(rule.rule_id)) for rule in rules
        ],
        "tabs": words.tabs("path:rules"),
        "on": sum(1 for rule in rules if rule.activated_at),
        "may_edit": has_right(staff, Right.EDIT_PATH),
        "may_activate": has_right(staff, Right.ACTIVATE_RULES),
    }
    return render(request, "path/rules.html", context)


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_PATH)
def add_rule(request: HttpRequest) -> HttpResponse:
    """A new rule; it may lack anything until it is switched on."""
    return _form(request, RuleForm(request.POST or None), rule_id=None)


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_PATH)
def edit_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """A rule's four fields. What is changed is agreed anew: the rule goes off."""
    rule = upsell_rule(rule_id)
    return _form(request, RuleForm(request.POST or None, initial=rule_initial(rule)), rule_id)


@require_POST
@require(Right.ACTIVATE_RULES)
def activate(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Switch a rule on, or say what it lacks."""
    rule, staff = upsell_rule(rule_id), current_staff(request)
    try:
        upsell.activate(
            rule.rule_id, by_id=staff.pk, actor=staff_actor(staff.pk), now=timezone.now()
        )
    except Refused as refused:
        verdict = rule.verdict
        lacks = "; ".join(reason.text for reason in words.reasons_of([verdict])) or str(refused)
        messages.warning(request, lacks)
    else:
        messages.success(request, _("The rule is on"))
    return redirect("path:rules")


@require_POST
@require(Right.ACTIVATE_RULES)
def deactivate(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Switch a rule off; what it is about stays written."""
    rule, staff = upsell_rule(rule_id), current_staff(request)
    upsell.deactivate(rule.rule_id, actor=staff_actor(staff.pk), now=timezone.now())
    messages.success(request, _("The rule is off, its steps wait"))
    return redirect("path:rules")


def _form(request: HttpRequest, form: RuleForm, rule_id: int | None) -> HttpResponse:
    if form.is_valid():
        told = form.cleaned_data
        upsell.save_rule(
            rule_id=rule_id,
            product_id=told["product"],
            why=told["why"].strip(),
            metrics=told["metrics"].strip(),
            measurement=told["measurement"].strip(),
            promise=form.promise(),
            now=timezone.now(),
        )
        messages.success(request, _("Rule saved"))
        return redirect("path:rules")
    return render(request, "path/rule.html", {"form": form, "rule_id": rule_id})

"""Upsell rules: agreed in advance, switched on only when all four fields are there."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from provodnik.facts.catalog.models import UpsellRule
from provodnik.kernel import journal, schools
from provodnik.kernel.gates import Reason, Verdict, verdict
from provodnik.method import queries as method
from provodnik.method.reasons import ReasonCode


def may_activate(rule: UpsellRule) -> Verdict:
    """Whether the four fields are there, long enough to mean something (R-083)."""
    gate = method.gates().upsell_rule
    texts = (
        (gate.why, rule.why, ReasonCode.RULE_WITHOUT_WHY),
        (gate.metrics, rule.metrics, ReasonCode.RULE_WITHOUT_METRICS),
        (gate.measure, rule.measurement, ReasonCode.RULE_WITHOUT_MEASURE),
    )
    return verdict(
        Reason(ReasonCode.RULE_WITHOUT_WHAT) if gate.what and rule.product_id is None else None,
        *(
            Reason(code) if needed and len(text.strip()) < gate.letters else None
            for needed, text, code in texts
        ),
    )


@dataclass(frozen=True, slots=True)
class Promise:
    """By which figure of the catalogue a rule is checked, over how many days, and by how much
    it is to change, in percent."""

    metric: str
    window_days: int
    percent: int | None = None


@transaction.atomic
def save_rule(  # noqa: PLR0913 (the four fields a rule is agreed by, named at the call)
    *,
    rule_id: int | None = None,
    product_id: int | None,
    why: str,
    metrics: str,
    measurement: str,
    promise: Promise | None = None,
    now: datetime,
) -> UpsellRule:
    """Write a rule down, complete or not. Editing an active rule switches it off."""
    rule = UpsellRule(school_id=schools.current(), created_at=now)
    if rule_id is not None:
        rule = UpsellRule.objects.select_for_update().get(pk=rule_id)
    rule.product_id, rule.why, rule.metrics = product_id, why, metrics
    rule.measurement = measurement
    rule.metric = promise.metric if promise else ""
    rule.window_days = promise.window_days if promise else None
    rule.promised_percent = promise.percent if promise else None
    rule.activated_at = rule.activated_by = None
    rule.save()
    return rule


@transaction.atomic
def activate(rule_id: int, *, by_id: int, actor: str, now: datetime) -> UpsellRule:
    """Switch a rule on.

    Raises:  UpsellRule.DoesNotExist
             Refused: with every missing field at once
    """
    rule = UpsellRule.objects.select_for_update().get(pk=rule_id)
    may_activate(rule).require()
    if rule.activated_at is None:
        rule.activated_at, rule.activated_by_id = now, by_id
        rule.save(update_fields=["activated_at", "activated_by"])
        journal.record(
            "upsell_rule_activated",
            happened_at=now,
            actor=actor,
            item=str(rule.pk),
            product_id=rule.product_id,
        )
    return rule


@transaction.atomic
def deactivate(rule_id: int, *, actor: str, now: datetime) -> UpsellRule:
    """Switch a rule off; steps that work by it wait until it is on again. Twice is once.

    Raises:  UpsellRule.DoesNotExist
    """
    rule = UpsellRule.objects.select_for_update().get(pk=rule_id)
    if rule.activated_at is not None:
        rule.activated_at = rule.activated_by = None
        rule.save(update_fields=["activated_at", "activated_by"])
        journal.record(
            "upsell_rule_switched_off",
            happened_at=now,
            actor=actor,
            item=str(rule.pk),
            product_id=rule.product_id,
        )
    return rule

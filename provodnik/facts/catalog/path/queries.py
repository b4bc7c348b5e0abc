"""Reads of the path. Each costs a known number of queries and returns plain rows."""

from typing import TYPE_CHECKING

from django.db.models import F

from provodnik.facts.catalog.models import (
    PathStep,
    PathVersion,
    Product,
    ProductLink,
    UpsellRule,
)
from provodnik.facts.catalog.path import rules
from provodnik.facts.catalog.path.types import (
    DeadEnds,
    PathRow,
    Step,
    StepChange,
    UpsellRow,
    VersionRow,
)
from provodnik.facts.catalog.path.upsell import may_activate
from provodnik.facts.catalog.types import LinkKind, PathState, ProductStatus
from provodnik.kernel.gates import Verdict
from provodnik.method import queries as method

if TYPE_CHECKING:
    from django.db.models import QuerySet


def published() -> PathRow | None:
    """The path at work. Two queries."""
    return _path(PathState.PUBLISHED)


def draft() -> PathRow | None:
    """The path being drawn. Two queries."""
    return _path(PathState.DRAFT)


def changes() -> list[StepChange]:
    """How the draft differs from the path at work; empty without a draft."""
    drawn = draft()
    if drawn is None:
        return []
    at_work = published()
    return rules.diff(at_work.steps if at_work else (), drawn.steps)


def verdicts(steps: tuple[Step, ...]) -> dict[str, Verdict]:
    """The gate's answer for each step by its key; under the empty key, for all together."""
    gate = method.gates().path_step
    scripts = script_keys()
    needs = {str(t.key): [str(n) for n in t.needs] for t in method.path_settings().triggers}
    answers = {
        step.key: rules.may_publish_step(
            step, gate, needs=needs.get(step.trigger, ()), scripts=scripts
        )
        for step in steps
    }
    return {**answers, "": rules.may_publish(steps, gate)}


def dead_ends() -> DeadEnds:
    """Where the path at work and the matrix lead nowhere. Four queries."""
    path = published()
    kinds = [str(kind.key) for kind in method.product_kinds().kinds if kind.needs_next]
    products = dict(
        Product.objects.filter(status=ProductStatus.ACTIVE.value, kind__in=["", *kinds])
        .order_by("sort_key", "pk")
        .values_list("pk", "name")
    )
    leading = set(
        ProductLink.objects.filter(
            kind__in=[LinkKind.NEXT.value, LinkKind.TRIPWIRE.value, LinkKind.BONUS.value],
            target__status=ProductStatus.ACTIVE.value,
        ).values_list("source_id", flat=True)
    )
    return rules.dead_ends(path.steps if path else (), products, leading, script_keys())


def script_keys() -> set[str]:
    """Keys of the scripts of the school's method."""
    return {script.key for script in method.scripts().scripts}


def _path(state: PathState) -> PathRow | None:
    version = PathVersion.objects.filter(state=state.value).first()
    if version is None:
        return None
    rows = tuple(step_of(step) for step in _steps().filter(version=version))
    return PathRow(version.pk, version.number, version.state, rows)


def _steps() -> "QuerySet[PathStep]":
    steps = PathStep.objects.select_related("after", "offered", "rule")
    return steps.order_by("position", "pk")


def versions() -> list[VersionRow]:
    """Every version that was ever at work, the newest first. Two queries."""
    kept = PathVersion.objects.exclude(published_at=None).select_related("published_by")
    steps: dict[int, list[Step]] = {}
    for step in _steps().filter(version__published_at__isnull=False):
        steps.setdefault(step.version_id, []).append(step_of(step))
    rows: list[VersionRow] = []
    before: list[Step] = []
    for version in kept.order_by("number"):
        now = steps.get(version.pk, [])
        assert version.published_at is not None
        rows.append(
            VersionRow(
                number=version.number,
                state=version.state,
                published_at=version.published_at,
                published_by=version.published_by.name if version.published_by else "",
                steps=len(now),
                changes=tuple(rules.diff(before, now)),
            )
        )
        before = now
    return rows[::-1]


def version_steps(number: int) -> tuple[Step, ...] | None:
    """The steps of a version that was at work; None if there was none such. Two queries."""
    version = PathVersion.objects.exclude(published_at=None).filter(number=number).first()
    if version is None:
        return None
    return tuple(step_of(step) for step in _steps().filter(version=version))


def step_of(step: PathStep) -> Step:
    """A step as a value; its products must be loaded with it."""
    return Step(
        key=step.key,
        trigger=step.trigger,
        after_id=step.after_id,
        after=step.after.name if step.after else "",
        params=step.params,
        delay_days=step.delay_days,
        offered_id=step.offered_id,
        offered=step.offered.name if step.offered else "",
        reason=step.reason,
        script=step.script,
        channel=step.channel,
        rule_id=step.rule_id,
        position=step.position,
        step_id=step.pk,
        rule_is_off=step.rule is not None and step.rule.activated_at is None,
    )


def product_choices() -> list[tuple[int, str]]:
    """Products a step may name, by name: all but the retired ones. One query."""
    products = Product.objects.exclude(status=ProductStatus.RETIRED.value)
    return list(products.order_by("sort_key", "pk").values_list("pk", "name"))


def rule_choices() -> list[tuple[int, str, bool]]:
    """Upsell rules a step may work by: id, what it offers and why, whether it is on. One query."""
    found = UpsellRule.objects.select_related("product").order_by("pk")
    return [
        (
            rule.pk,
            ": ".join(
                part for part in (rule.product.name if rule.product else "", rule.why) if part
            ),
            rule.activated_at is not None,
        )
        for rule in found
    ]


def upsell_rules() -> list[UpsellRow]:
    """Upsell rules, those at work first, with the gate's answer for each. One query."""
    rules_found = UpsellRule.objects.select_related("product", "activated_by")
    return [
        UpsellRow(
            rule_id=rule.pk,
            product_id=rule.product_id,
            product=rule.product.name if rule.product else "",
            why=rule.why,
            metrics=rule.metrics,
            measurement=rule.measurement,
            metric=rule.metric,
            window_days=rule.window_days,
            promised_percent=rule.promised_percent,
            activated_at=rule.activated_at,
            activated_by=rule.activated_by.name if rule.activated_by else "",
            verdict=may_activate(rule),
        )
        for rule in rules_found.order_by(F("activated_at").desc(nulls_last=True), "pk")
    ]

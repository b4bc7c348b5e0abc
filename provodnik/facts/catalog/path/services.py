"""Everything that may change the path. A path at work is never edited: a draft replaces it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from provodnik.facts.catalog.models import PathStep, PathVersion, Product
from provodnik.facts.catalog.path import queries
from provodnik.facts.catalog.path.types import LearnedStep, Step
from provodnik.facts.catalog.types import PathState, ProductStatus, Trigger
from provodnik.kernel import journal, schools
from provodnik.kernel.gates import verdict
from provodnik.method import queries as method


@transaction.atomic
def open_draft(*, now: datetime) -> PathVersion:
    """The draft, made from the path at work if there is none yet."""
    drawn = PathVersion.objects.select_for_update().filter(state=PathState.DRAFT.value).first()
    if drawn is not None:
        return drawn
    last = PathVersion.objects.aggregate(last=Max("number"))["last"] or 0
    drawn = PathVersion.objects.create(school_id=schools.current(), number=last + 1, created_at=now)
    at_work = queries.published()
    for step in at_work.steps if at_work else ():
        _write(drawn, step)
    return drawn


@transaction.atomic
def draft_from(number: int, *, now: datetime) -> PathVersion:
    """A draft with the steps of an earlier version, in place of the draft there may be.

    Raises:  PathVersion.DoesNotExist: no version of this number was at work
    """
    steps = queries.version_steps(number)
    if steps is None:
        raise PathVersion.DoesNotExist(str(number))
    drawn = open_draft(now=now)
    PathStep.objects.filter(version=drawn).delete()
    for step in steps:
        _write(drawn, step)
    return drawn


@transaction.atomic
def save_step(step: Step, *, now: datetime) -> PathStep:
    """Add a step to the draft, or replace the one with its key. A draft may lack anything."""
    drawn = open_draft(now=now)
    old = PathStep.objects.filter(version=drawn, key=step.key).first()
    if old is not None:
        position = old.position
        old.delete()
    else:
        steps = PathStep.objects.filter(version=drawn)
        position = (steps.aggregate(last=Max("position"))["last"] or 0) + 1
    return _write(drawn, replace(step, position=position))


@transaction.atomic
def remove_step(key: str, *, now: datetime) -> bool:
    """Take a step out of the draft. False when it is not there."""
    drawn = open_draft(now=now)
    deleted, _ = PathStep.objects.filter(version=drawn, key=key).delete()
    return deleted > 0


@transaction.atomic
def discard_draft() -> bool:
    """Forget the draft; the path at work stays as it is."""
    deleted, _ = PathVersion.objects.filter(state=PathState.DRAFT.value).delete()
    return deleted > 0


@transaction.atomic
def publish(*, by_id: int | None, actor: str, now: datetime) -> PathVersion:
    """Put the draft to work; the former path is kept as replaced.

    Raises:  PathVersion.DoesNotExist: there is no draft
             Refused: with the reasons of every step at once
    """
    drawn = PathVersion.objects.select_for_update().get(state=PathState.DRAFT.value)
    path = queries.draft()
    steps = path.steps if path else ()
    reasons = [reason for answer in queries.verdicts(steps).values() for reason in answer.reasons]
    verdict(*reasons).require()
    at_work = PathVersion.objects.filter(state=PathState.PUBLISHED.value)
    at_work.update(state=PathState.REPLACED.value)
    drawn.state, drawn.published_at = PathState.PUBLISHED.value, now
    drawn.published_by_id = by_id
    drawn.save(update_fields=["state", "published_at", "published_by"])
    journal.record(
        "path_published",
        happened_at=now,
        actor=actor,
        item=str(drawn.number),
        value=len(steps),
    )
    return drawn


@transaction.atomic
def draw_starter(*, learned: Sequence[LearnedStep] = (), now: datetime) -> PathVersion:
    """A first draft from the method's starter path, over products of the kinds it names.

    Where it says nothing after a product, what was `learned` from purchases makes a step; its
    reason is left to the author, so that it is not published without one.
    """
    drawn = open_draft(now=now)
    _draw_method(drawn)
    spoken = set(PathStep.objects.filter(version=drawn).values_list("after_id", flat=True))
    position = PathStep.objects.filter(version=drawn).count()
    for nth, one in enumerate(
        (one for one in learned if one.after_id not in spoken), start=position + 1
    ):
        _write(
            drawn,
            Step(
                key=f"learned-{one.after_id}",
                trigger=Trigger.PAYMENT.value,
                after_id=one.after_id,
                delay_days=one.delay_days,
                offered_id=one.offered_id,
                position=nth,
            ),
        )
    return drawn


def _draw_method(drawn: PathVersion) -> None:
    by_kind: dict[str, Product] = {}
    active = Product.objects.filter(status=ProductStatus.ACTIVE.value)
    for product in active.order_by("-price_kopecks", "pk"):
        by_kind.setdefault(product.kind, product)
    for position, starter in enumerate(method.path_settings().starter, start=1):
        after = by_kind.get(str(starter.after_kind)) if starter.after_kind else None
        offered = by_kind.get(str(starter.offer_kind))
        if offered is None or (starter.after_kind and after is None):
            continue
        params: dict[str, str | int] = {}
        if starter.module is not None:
            params["module"] = str(starter.module)
        if starter.days is not None:
            params["days"] = starter.days
        _write(
            drawn,
            Step(
                key=starter.key,
                trigger=str(starter.moment),
                after_id=after.pk if after else None,
                params=params,
                delay_days=starter.delay_days or 0,
                offered_id=offered.pk,
                reason=starter.reason.strip(),
                script=starter.script,
                channel=starter.channel,
                position=position,
            ),
        )


def _write(version: PathVersion, step: Step) -> PathStep:
    return PathStep.objects.create(
        school_id=version.school_id,
        version=version,
        key=step.key,
        position=step.position,
        after_id=step.after_id,
        trigger=step.trigger,
        params=dict(step.params),
        delay_days=step.delay_days,
        offered_id=step.offered_id,
        reason=step.reason,
        script=step.script,
        channel=step.channel,
        rule_id=step.rule_id,
    )

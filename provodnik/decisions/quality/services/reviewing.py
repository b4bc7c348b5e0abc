"""The layer of review: a second pair of eyes before something is sent (R-220)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from provodnik.decisions.quality.errors import AlreadyDecided, LayerSaysNothing, OwnWork
from provodnik.decisions.quality.models import ReviewAsk, ReviewLayer
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal, schools
from provodnik.kernel.gates import Reason, Verdict, verdict
from provodnik.method.quality_words import Artefact
from provodnik.method.reasons import ReasonCode


@transaction.atomic
def switch_on(
    artefact: Artefact | None, staff_id: int | None, *, by_id: int, now: datetime
) -> ReviewLayer:
    """Ask for a second pair of eyes. One that is on stays as it is.

    Raises:  LayerSaysNothing: neither a kind nor a person
    """
    if artefact is None and staff_id is None:
        raise LayerSaysNothing
    key = artefact.value if artefact else ""
    on = ReviewLayer.objects.filter(artefact=key, off_at=None)
    there = (on.filter(staff=None) if staff_id is None else on.filter(staff_id=staff_id)).first()
    if there is not None:
        return there
    layer = ReviewLayer.objects.create(
        school_id=schools.current(), artefact=key, staff_id=staff_id, on_at=now, on_by_id=by_id
    )
    _tell_layer("review_switched_on", layer, by_id, now)
    return layer


@transaction.atomic
def switch_off(layer_id: int, *, by_id: int, now: datetime) -> None:
    """No second pair of eyes any more. What waits for one may be sent without it.

    Raises:  ReviewLayer.DoesNotExist
    """
    layer = ReviewLayer.objects.select_for_update().get(pk=layer_id)
    if layer.off_at is None:
        layer.off_at = now
        layer.save(update_fields=["off_at"])
        _tell_layer("review_switched_off", layer, by_id, now)


@transaction.atomic
def ask_review(artefact: Artefact, ref_id: int, *, author_id: int, now: datetime) -> ReviewAsk:
    """Show an artefact to a second pair of eyes. One that waits already is handed back."""
    ask, is_new = ReviewAsk.objects.get_or_create(
        school_id=schools.current(),
        artefact=artefact.value,
        ref_id=ref_id,
        decided_at=None,
        defaults={"author_id": author_id, "asked_at": now},
    )
    if is_new:
        journal.record(
            "review_asked",
            happened_at=now,
            actor=staff_actor(author_id),
            staff_id=author_id,
            item=f"{artefact}:{ref_id}",
        )
    return ask


@transaction.atomic
def decide(ask_id: int, *, is_approved: bool, words: str, by_id: int, now: datetime) -> ReviewAsk:
    """Let it pass, or give it back with words.

    Raises:  ReviewAsk.DoesNotExist; OwnWork; AlreadyDecided
    """
    ask = ReviewAsk.objects.select_for_update().get(pk=ask_id)
    if ask.author_id == by_id:
        raise OwnWork
    if ask.decided_at is not None:
        raise AlreadyDecided
    ask.is_approved, ask.decided_at, ask.decided_by_id = is_approved, now, by_id
    ask.words = words.strip()
    ask.save(update_fields=["is_approved", "decided_at", "decided_by", "words"])
    journal.record(
        "review_given",
        happened_at=now,
        actor=staff_actor(by_id),
        staff_id=ask.author_id,
        item=f"{ask.artefact}:{ask.ref_id}",
        attrs={"approved": is_approved},
    )
    return ask


def may_send(artefact: Artefact, ref_id: int, *, author_id: int) -> Verdict:
    """Whether an artefact may be sent: no layer is on for it, or a second pair of eyes let it
    pass after the last word it gave back. Two queries."""
    layers = ReviewLayer.objects.filter(off_at=None).filter(
        Q(artefact__in=(artefact.value, "")) & (Q(staff=None) | Q(staff_id=author_id))
    )
    if not layers.exists():
        return Verdict()
    asks = ReviewAsk.objects.filter(artefact=artefact.value, ref_id=ref_id).order_by("-pk")
    last = asks.first()
    if last is not None and last.is_approved:
        return Verdict()
    return verdict(Reason(_reason(last).value))


def _reason(last: ReviewAsk | None) -> ReasonCode:
    if last is None:
        return ReasonCode.REVIEW_NEEDED
    return ReasonCode.REVIEW_WAITS if last.decided_at is None else ReasonCode.REVIEW_RETURNED


def _tell_layer(event: str, layer: ReviewLayer, by_id: int, now: datetime) -> None:
    attrs = {"artefact": layer.artefact, "staff": layer.staff_id}
    journal.record(event, happened_at=now, actor=staff_actor(by_id), attrs=attrs)

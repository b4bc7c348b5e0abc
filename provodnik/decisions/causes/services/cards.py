"""Cards: taken up, changed because of a cause, closed by their effect, withdrawn."""

from datetime import datetime

from django.db import IntegrityError, transaction

from provodnik.decisions.causes.errors import (
    AlreadyInWork,
    CardIsClosed,
    CauseIsUnknown,
    Incomplete,
    NothingChanged,
)
from provodnik.decisions.causes.models import CauseCard, Hypothesis
from provodnik.decisions.causes.services.seen import columns_of
from provodnik.decisions.causes.types import ChangeTold, Comparison, Fall, Outcome, Place, Result
from provodnik.kernel import journal, schools
from provodnik.metrics.catalogue import definition
from provodnik.reports import success


@transaction.atomic
def open_card(
    place: Place,
    fall: Fall,
    *,
    owner_id: int | None,
    by_id: int | None,
    actor: str,
    now: datetime,
) -> CauseCard:
    """Take up a place where a course loses students. One in work already is handed back.

    Raises:  UnknownMetric
    """
    version = definition(place.metric).version
    card, is_new = CauseCard.objects.get_or_create(
        school_id=schools.current(),
        metric=place.metric,
        product_id=place.product_id,
        item=place.item,
        closed_at=None,
        dropped_at=None,
        defaults={
            **columns_of(fall),
            "owner_id": owner_id,
            "opened_at": now,
            "opened_by_id": by_id,
        },
    )
    if is_new:
        attrs = {"metric": place.metric, "step": place.item, "definition_version": version}
        attrs |= {"reached": fall.reached, "before": fall.before, "size": fall.size}
        journal.record(
            "cause_card_opened",
            happened_at=now,
            actor=actor,
            item=item_of(card),
            product_id=place.product_id,
            attrs=attrs,
        )
    return card


@transaction.atomic
def name_owner(card_id: int, owner_id: int | None, *, actor: str, now: datetime) -> None:
    """Say who answers for a card. The same person changes nothing.

    Raises:  CauseCard.DoesNotExist
    """
    card = CauseCard.objects.select_for_update().get(pk=card_id)
    if card.owner_id == owner_id:
        return
    card.owner_id = owner_id
    card.save(update_fields=["owner"])
    record("cause_owner_named", card, actor=actor, now=now, owner=owner_id)


@transaction.atomic
def make_change(
    card_id: int, told: ChangeTold, *, by_id: int | None, actor: str, now: datetime
) -> None:
    """Write down what was changed because of the cause found; it is marked on the charts.

    Told again, the later words hold and the former mark goes.

    Raises:  CauseCard.DoesNotExist; CardIsClosed; Incomplete: no words; CauseIsUnknown: no
             check has confirmed a cause
    """
    card, text = in_work(card_id), told.text.strip()
    if not text:
        raise Incomplete("text")
    if (card.changed_on, card.change) == (told.on_date, text):
        return
    if not _is_cause_found(card):
        raise CauseIsUnknown
    if card.note_id is not None:
        success.drop_note(card.note_id, actor=actor, now=now)
    note = success.note_change(told.on_date, text, by_id=by_id, actor=actor, now=now)
    card.changed_on, card.change, card.note = told.on_date, text, note
    card.save(update_fields=["changed_on", "change", "note"])
    record("cause_change_made", card, actor=actor, now=now, on=told.on_date.isoformat(), text=text)


@transaction.atomic
def close(
    card_id: int,
    outcome: Outcome,
    *,
    conclusion: str = "",
    seen: Comparison | None,
    actor: str,
    now: datetime,
) -> None:
    """A person judges whether the change helped; the journal keeps the figures they saw.

    Raises:  CauseCard.DoesNotExist; CardIsClosed; NothingChanged
    """
    card = in_work(card_id)
    if card.changed_on is None:
        raise NothingChanged
    card.outcome, card.conclusion, card.closed_at = outcome.value, conclusion.strip(), now
    card.save(update_fields=["outcome", "conclusion", "closed_at"])
    attrs: dict[str, object] = {"outcome": outcome.value, "note": card.conclusion}
    if seen is not None:
        attrs |= {"before_reached": seen.before.reached, "before_size": seen.before.size}
        attrs |= {"after_reached": seen.after.reached, "after_size": seen.after.size}
    record("cause_card_closed", card, actor=actor, now=now, **attrs)


@transaction.atomic
def reopen(card_id: int, *, actor: str, now: datetime) -> None:
    """Take a closed card up again: its change and hypotheses stay. An open one stays as it is.

    Raises:  CauseCard.DoesNotExist; AlreadyInWork: the place has another card by now
    """
    card = CauseCard.objects.select_for_update().get(pk=card_id)
    if card.closed_at is None:
        return
    card.outcome, card.conclusion, card.closed_at = "", "", None
    _save_alone(card, ["outcome", "conclusion", "closed_at"])
    record("cause_card_reopened", card, actor=actor, now=now)


@transaction.atomic
def drop_card(card_id: int, *, actor: str, now: datetime) -> None:
    """Withdraw a card with the mark of its change; `restore_card` takes that back.

    Raises:  CauseCard.DoesNotExist
    """
    card = CauseCard.objects.select_for_update().get(pk=card_id)
    if card.dropped_at is not None:
        return
    card.dropped_at = now
    card.save(update_fields=["dropped_at"])
    if card.note_id is not None:
        success.drop_note(card.note_id, actor=actor, now=now)
    record("cause_card_dropped", card, actor=actor, now=now)


@transaction.atomic
def restore_card(card_id: int, *, actor: str, now: datetime) -> None:
    """Bring a withdrawn card back, with its mark.

    Raises:  CauseCard.DoesNotExist; AlreadyInWork: the place has another card by now
    """
    card = CauseCard.objects.select_for_update().get(pk=card_id)
    if card.dropped_at is None:
        return
    card.dropped_at = None
    _save_alone(card, ["dropped_at"])
    if card.note_id is not None:
        success.restore_note(card.note_id, actor=actor, now=now)
    record("cause_card_restored", card, actor=actor, now=now)


def item_of(card: CauseCard) -> str:
    """How the journal names a card: «card:7»."""
    return f"card:{card.pk}"


def in_work(card_id: int) -> CauseCard:
    """The card, locked.

    Raises:  CauseCard.DoesNotExist: withdrawn, or there is none; CardIsClosed
    """
    card = CauseCard.objects.select_for_update().get(pk=card_id, dropped_at=None)
    if card.closed_at is not None:
        raise CardIsClosed(card_id)
    return card


def record(event: str, card: CauseCard, *, actor: str, now: datetime, **attrs: object) -> None:
    """An entry about a card."""
    journal.record(event, happened_at=now, actor=actor, item=item_of(card), attrs=attrs)


def _is_cause_found(card: CauseCard) -> bool:
    found = Hypothesis.objects.filter(card=card, dropped_at=None, result=Result.CONFIRMED.value)
    return found.exists()


def _save_alone(card: CauseCard, fields: list[str]) -> None:
    try:
        with transaction.atomic():
            card.save(update_fields=fields)
    except IntegrityError as error:
        if "cause_card_in_work_once_a_place" in str(error):
            raise AlreadyInWork(card.pk) from None
        raise

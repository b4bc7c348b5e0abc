"""Hypotheses: told, changed, checked with a proof, dropped and taken back."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from provodnik.decisions.causes import rules
from provodnik.decisions.causes.errors import Incomplete, NotANumber, UnknownKind, UnsafeLink
from provodnik.decisions.causes.models import CauseCard, Hypothesis
from provodnik.decisions.causes.services.cards import in_work, item_of, record
from provodnik.decisions.causes.types import CheckTold, HypothesisFields, ProofKind, Result
from provodnik.kernel import journal, schools
from provodnik.method import queries as method


@transaction.atomic
def tell_hypothesis(
    card_id: int, fields: HypothesisFields, *, actor: str, now: datetime
) -> Hypothesis:
    """Write down why students may stop there and how that will be checked.

    Raises:  CauseCard.DoesNotExist; CardIsClosed; Incomplete; UnknownKind
    """
    card, values = in_work(card_id), _values(fields)
    told = Hypothesis.objects.create(school_id=schools.current(), card=card, told_at=now, **values)
    _record_told(card, told, {}, values, actor=actor, now=now)
    return told


@transaction.atomic
def change_hypothesis(
    hypothesis_id: int, fields: HypothesisFields, *, actor: str, now: datetime
) -> Hypothesis:
    """Tell it otherwise. Nothing new changes nothing; what a check showed stays.

    Raises:  Hypothesis.DoesNotExist; CardIsClosed; Incomplete; UnknownKind
    """
    told, card = _of_open_card(hypothesis_id)
    values = _values(fields)
    before = {name: getattr(told, name) for name in values}
    if before != values:
        Hypothesis.objects.filter(pk=told.pk).update(**values)
        told.refresh_from_db()
        _record_told(card, told, before, values, actor=actor, now=now)
    return told


@transaction.atomic
def tell_check(
    hypothesis_id: int, told: CheckTold, *, by_id: int | None, actor: str, now: datetime
) -> Hypothesis:
    """Write down what the check showed, with its proof. Told again, the later one holds.

    What a check confirms is the cause of the card.

    Raises:  Hypothesis.DoesNotExist; CardIsClosed; Incomplete: no proof, or no link where it
             is a number or a link; NotANumber; UnsafeLink
    """
    hypothesis, card = _of_open_card(hypothesis_id)
    values = {
        "result": told.result.value,
        "proof_kind": told.proof_kind.value,
        "proof": told.proof.strip(),
        "link": _link(told),
    }
    if all(getattr(hypothesis, name) == value for name, value in values.items()):
        return hypothesis
    was_cause = hypothesis.result == Result.CONFIRMED
    values |= {"checked_at": now, "checked_by_id": by_id}  # type: ignore[dict-item]  # not words
    Hypothesis.objects.filter(pk=hypothesis.pk).update(**values)
    hypothesis.refresh_from_db()
    attrs = {name: getattr(hypothesis, name) for name in ("kind", "text", *_CHECKED)}
    record("cause_checked", card, actor=actor, now=now, hypothesis=hypothesis.pk, **attrs)
    if told.result is Result.CONFIRMED and not was_cause:
        journal.record(
            "cause_found",
            happened_at=now,
            actor=actor,
            item=item_of(card),
            product_id=card.product_id,
            attrs={"kind": hypothesis.kind, "text": hypothesis.text},
        )
    return hypothesis


@transaction.atomic
def drop_hypothesis(hypothesis_id: int, *, actor: str, now: datetime) -> None:
    """The hypothesis holds no more; `restore_hypothesis` takes that back.

    Raises:  Hypothesis.DoesNotExist; CardIsClosed
    """
    _turn(hypothesis_id, "cause_hypothesis_dropped", dropped_at=now, actor=actor, now=now)


@transaction.atomic
def restore_hypothesis(hypothesis_id: int, *, actor: str, now: datetime) -> None:
    """A dropped hypothesis is back.

    Raises:  Hypothesis.DoesNotExist; CardIsClosed
    """
    _turn(hypothesis_id, "cause_hypothesis_restored", dropped_at=None, actor=actor, now=now)


_CHECKED = ("result", "proof_kind", "proof", "link")


def _turn(
    hypothesis_id: int, event: str, *, dropped_at: datetime | None, actor: str, now: datetime
) -> None:
    told, card = _of_open_card(hypothesis_id, is_dropped=dropped_at is None)
    told.dropped_at = dropped_at
    told.save(update_fields=["dropped_at"])
    record(event, card, actor=actor, now=now, hypothesis=told.pk, text=told.text)


def _of_open_card(hypothesis_id: int, *, is_dropped: bool = False) -> tuple[Hypothesis, CauseCard]:
    """The hypothesis and its card; the card is locked first, as everywhere."""
    told = Hypothesis.objects.filter(dropped_at__isnull=not is_dropped)
    card = in_work(told.values_list("card_id", flat=True).get(pk=hypothesis_id))
    return Hypothesis.objects.select_for_update().get(pk=hypothesis_id), card


def _values(fields: HypothesisFields) -> dict[str, str | int | date | None]:
    needed = {"kind": fields.kind, "text": fields.text, "check_how": fields.check_how}
    missing = [name for name, text in needed.items() if not text.strip()]
    if missing:
        raise Incomplete(*missing)
    if method.metric_words().churn_points.kind(fields.kind) is None:
        raise UnknownKind(fields.kind)
    return {
        **{name: text.strip() for name, text in needed.items()},
        "checker_id": fields.checker_id,
        "due_on": fields.due_on,
    }


def _link(told: CheckTold) -> str:
    """The proof's link, fit to be opened."""
    if not told.proof.strip():
        raise Incomplete("proof")
    link = told.link.strip()
    if told.proof_kind is ProofKind.NUMBER:
        link = rules.own_path(link)
    if not link:
        if told.proof_kind is ProofKind.INTERVIEW:
            return ""
        raise Incomplete("link")
    if told.proof_kind is ProofKind.NUMBER and not rules.is_number(link):
        raise NotANumber(link)
    if not rules.is_safe_link(link):
        raise UnsafeLink(link)
    return link


def _record_told(
    card: CauseCard,
    told: Hypothesis,
    before: Mapping[str, object],
    after: Mapping[str, object],
    *,
    actor: str,
    now: datetime,
) -> None:
    changed = [name for name in after if before.get(name) != after[name]]
    record(
        "cause_hypothesis_told",
        card,
        actor=actor,
        now=now,
        hypothesis=told.pk,
        before={name: _plain(before[name]) for name in changed if name in before},
        after={name: _plain(after[name]) for name in changed},
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value

"""Offers: made with a reason, accepted, declined with an objection, expired."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from provodnik.facts.catalog.models import PathStep
from provodnik.facts.people.models import Client
from provodnik.facts.sales.errors import (
    DeadlinePassed,
    ObjectionUnknown,
    OfferIsDecided,
    ReasonMissing,
)
from provodnik.facts.sales.gates.offers import admit, may_offer
from provodnik.facts.sales.models import Offer
from provodnik.facts.sales.types import NewOffer, OfferState
from provodnik.kernel import journal, schools
from provodnik.kernel.models import JournalEntry, School
from provodnik.kernel.periods import local_date
from provodnik.method import queries as method


@transaction.atomic
def make_offer(new: NewOffer, *, actor: str, now: datetime, passing: str = "") -> Offer:
    """Offer a product to a client, if the gate lets it through.

    `passing` is a written reason; it carries the offer past refusals that the method
    allows to be passed, and is kept in the journal.

    Raises:  Refused: with every reason that stands; ReasonMissing
    """
    # One client is offered to one at a time: two at once would both be within the limit.
    Client.objects.select_for_update().get(pk=new.client_id)
    verdict = may_offer(new.client_id, new.product_id, new.channel, now, staff_id=new.staff_id)
    admit(verdict, passing=passing)
    return record_offer(new, actor=actor, now=now, passing=passing)


@transaction.atomic
def record_offer(new: NewOffer, *, actor: str, now: datetime, passing: str = "") -> Offer:
    """Write down an offer that has been made already. The gate is not asked: it happened.

    Raises:  ReasonMissing: an offer must say why it helps
    """
    if not new.reason.strip():
        raise ReasonMissing
    parent_id = new.parent_id or _continued_id(new, now)
    offer = Offer.objects.create(
        school_id=schools.current(),
        client_id=new.client_id,
        product_id=new.product_id,
        staff_id=new.staff_id,
        channel=new.channel,
        launch_id=new.launch_id,
        step_id=new.step_id,
        parent_id=parent_id,
        goal_id=new.goal_id,
        reason=new.reason,
        price_kopecks=new.price_kopecks,
        made_at=now,
        expires_at=new.expires_at,
    )
    links = {"launch": new.launch_id, "step": new.step_id, "parent": parent_id}
    attrs = {name: value for name, value in links.items() if value is not None}
    _record(
        "offer_made",
        offer,
        at=now,
        actor=actor,
        attrs={**attrs, **({"passed": passing} if passing else {})},
        value=new.price_kopecks,
    )
    return offer


@transaction.atomic
def make_personal_offer(new: NewOffer, *, actor: str, now: datetime, passing: str = "") -> Offer:
    """Offer a product to one person on terms of their own, until a moment (R-086).

    Raises:  DeadlinePassed: it has no deadline, or one that is over; as `make_offer`
    """
    if new.expires_at is None or new.expires_at <= now:
        raise DeadlinePassed
    return make_offer(new, actor=actor, now=now, passing=passing)


def _continued_id(new: NewOffer, now: datetime) -> int | None:
    """The offer this one continues (R-081): the last the client agreed to, of the product after
    which the step stands."""
    agreed = Offer.objects.filter(
        client_id=new.client_id, state=OfferState.ACCEPTED.value, made_at__lt=now
    )
    if new.step_id is not None:
        step = PathStep.objects.get(pk=new.step_id)
        agreed = agreed.filter(product_id=step.after_id) if step.after_id else agreed
    return agreed.order_by("-made_at", "-pk").values_list("pk", flat=True).first()


@transaction.atomic
def accept_offer(offer_id: int, *, actor: str, now: datetime) -> Offer:
    """The client agreed. Repeating it changes nothing.

    Raises:  Offer.DoesNotExist; OfferIsDecided: declined or expired before
    """
    offer = _open(offer_id, unless=OfferState.ACCEPTED)
    if offer.state == OfferState.MADE:
        _decide(offer, OfferState.ACCEPTED, now)
        _record("offer_accepted", offer, at=now, actor=actor)
    return offer


@transaction.atomic
def decline_offer(
    offer_id: int, objection: str, *, not_before_on: date | None, actor: str, now: datetime
) -> Offer:
    """The client refused, for a reason of the catalogue; we return no earlier than told.

    Where no date was named, it is the objection's, else the method's.
    Repeating it changes nothing.

    Raises:  Offer.DoesNotExist; OfferIsDecided; ObjectionUnknown
    """
    words = method.outcomes().objection(objection)
    if words is None:
        raise ObjectionUnknown(objection)
    offer = _open(offer_id, unless=OfferState.DECLINED)
    if offer.state == OfferState.MADE:
        days = words.return_days or method.offer_gates().limits.after_refusal_days
        offer.objection = objection
        offer.not_before_on = not_before_on or _today(now) + timedelta(days=days)
        _decide(offer, OfferState.DECLINED, now)
        _record("offer_declined", offer, at=now, actor=actor, attrs={"objection": objection})
    return offer


@transaction.atomic
def reopen_offer(offer_id: int, *, actor: str, now: datetime) -> Offer:
    """Take an answer back: it was recorded by mistake. An offer still open is left alone."""
    offer = Offer.objects.select_for_update().get(pk=offer_id)
    event = {
        OfferState.ACCEPTED: "offer_accepted",
        OfferState.DECLINED: "offer_declined",
    }.get(OfferState(offer.state))
    if event is not None:
        journal.void(_entries(offer, event), at=now, actor=actor, reason="undone")
        offer.state, offer.objection = OfferState.MADE.value, ""
        offer.decided_at = offer.not_before_on = None
        offer.save(update_fields=["state", "objection", "decided_at", "not_before_on"])
    return offer


@transaction.atomic
def withdraw_offer(offer_id: int, *, actor: str, now: datetime) -> None:
    """Take back an offer that was never made: recorded by mistake a moment ago."""
    offer = Offer.objects.select_for_update().get(pk=offer_id)
    journal.void(
        _entries(offer, "offer_made", "offer_accepted", "offer_declined"),
        at=now,
        actor=actor,
        reason="undone",
    )
    offer.delete()


def expire_offers(*, now: datetime) -> int:
    """Close every offer whose date has passed. Set-based; returns how many it closed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sales_offer SET state = 'expired', decided_at = expires_at"
            " WHERE state = 'made' AND expires_at <= %s RETURNING id",
            [now],
        )
        ids = [row[0] for row in cursor.fetchall()]
    _record_decided("offer_expired", ids, actor="rule:offer_deadline")
    return len(ids)


def accept_paid(order_ids: list[int]) -> int:
    """An order paid for an offered product answers the offer. Set-based and idempotent.

    Only offers made before the money came; the moment of the answer is the payment's.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ACCEPT_PAID, [order_ids])
        ids = [row[0] for row in cursor.fetchall()]
    _record_decided("offer_accepted", ids, actor="rule:paid")
    return len(ids)


_ACCEPT_PAID = """
UPDATE sales_offer AS f
SET state = 'accepted', decided_at = greatest(o.first_paid_at, f.made_at)
FROM sales_order AS o
WHERE o.id = ANY(%s) AND o.first_paid_at IS NOT NULL AND o.paid_kopecks > o.refunded_kopecks
  AND f.client_id = o.client_id AND f.product_id = o.product_id
  AND f.state = 'made' AND f.made_at <= o.first_paid_at
RETURNING f.id
"""


def _record_decided(event: str, offer_ids: list[int], *, actor: str) -> None:
    if not offer_ids:
        return
    journal.append_from(
        event,
        source="provodnik",
        columns=(
            "happened_at",
            "client_id",
            "staff_id",
            "product_id",
            "channel",
            "external_id",
            "actor",
            "attrs",
        ),
        query=_DECIDED,
        params=[actor, offer_ids],
    )


_DECIDED = """
SELECT decided_at, client_id, staff_id, product_id, channel, 'offer:' || id || ':by_rule', %s,
       jsonb_strip_nulls(jsonb_build_object('offer', id, 'launch', launch_id))
FROM sales_offer WHERE id = ANY(%s)
"""


def _open(offer_id: int, *, unless: OfferState) -> Offer:
    offer = Offer.objects.select_for_update().get(pk=offer_id)
    if offer.state not in {OfferState.MADE, unless}:
        raise OfferIsDecided(offer.state, offer.decided_at)
    return offer


def _decide(offer: Offer, state: OfferState, now: datetime) -> None:
    offer.state, offer.decided_at = state.value, now
    offer.save(update_fields=["state", "decided_at", "objection", "not_before_on"])


def _record(
    event: str,
    offer: Offer,
    *,
    at: datetime,
    actor: str,
    attrs: dict[str, journal.Attr] | None = None,
    value: int | None = None,
) -> None:
    repeats = len(_entries(offer, event))
    suffix = f"#{repeats + 1}" if repeats else ""
    launch = {"launch": offer.launch_id} if offer.launch_id else {}
    journal.record(
        event,
        happened_at=at,
        actor=actor,
        client_id=offer.client_id,
        staff_id=offer.staff_id,
        product_id=offer.product_id,
        channel=offer.channel,
        value=value,
        external_id=f"offer:{offer.pk}{suffix}",
        attrs={"offer": offer.pk, **launch, **(attrs or {})},
    )


def _entries(offer: Offer, *events: str) -> list[int]:
    """Journal entries about this offer, found through its client: the journal has that index."""
    return list(
        JournalEntry.objects.filter(
            client_id=offer.client_id,
            event_id__in=[journal.event_id(event) for event in events],
            attrs__offer=offer.pk,
        ).values_list("pk", flat=True)
    )


def _today(now: datetime) -> date:
    zone = School.objects.values_list("timezone", flat=True).get(pk=schools.current())
    return local_date(now, ZoneInfo(zone))

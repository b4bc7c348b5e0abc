"""Offers: made, answered, expired, taken back; what became of them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from provodnik.facts.sales.errors import ObjectionUnknown, OfferIsDecided, ReasonMissing
from provodnik.facts.sales.models import Offer
from provodnik.facts.sales.queries.offers import (
    cascade,
    cascade_steps,
    personal_offers,
    top_objections,
)
from provodnik.facts.sales.services.offers import (
    accept_offer,
    accept_paid,
    decline_offer,
    expire_offers,
    make_offer,
    reopen_offer,
)
from provodnik.facts.sales.tests import factories
from provodnik.facts.sales.tests.factories import (
    ACTOR,
    MONDAY,
    buy,
    make_client,
    make_product,
)
from provodnik.facts.sales.types import NewOffer, OfferState
from provodnik.facts.team.services import record_grade
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.gates import Refused
from provodnik.kernel.models import JournalEntry, School
from provodnik.kernel.periods import Period

pytestmark = pytest.mark.django_db

NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
ZONE = "Europe/Moscow"
DAY = timedelta(days=1)


def live(event: str) -> list[JournalEntry]:
    voided = JournalEntry.objects.filter(event__name="entry_voided").values("value")
    return list(JournalEntry.objects.filter(event__name=event).exclude(pk__in=voided))


def new_offer(**changes: object) -> NewOffer:
    fields = {
        "client_id": make_client().pk,
        "product_id": make_product().pk,
        "channel": "coordinator_calls",
        "reason": "Ведёт к цели",
    }
    return NewOffer(**{**fields, **changes})  # type: ignore[arg-type]


def test_an_offer_is_made_with_its_reason(school: School) -> None:
    offer = make_offer(new_offer(price_kopecks=100), actor=ACTOR, now=MONDAY)

    entry = live("offer_made")[0]
    assert (entry.value, entry.channel, entry.attrs) == (
        100,
        "coordinator_calls",
        {"offer": offer.pk},
    )


def test_an_offer_without_a_reason_is_refused(school: School) -> None:
    with pytest.raises(ReasonMissing):
        make_offer(new_offer(reason="  "), actor=ACTOR, now=MONDAY)
    assert not Offer.objects.exists()


@pytest.mark.requirement("R-032")
def test_a_missing_goal_may_be_passed_in_writing_only(school: School) -> None:
    new = new_offer(client_id=make_client(goal=None).pk)

    with pytest.raises(Refused, match="goal_missing"):
        make_offer(new, actor=ACTOR, now=MONDAY)
    make_offer(new, actor=ACTOR, now=MONDAY, passing="спросила сама")

    assert live("offer_made")[0].attrs["passed"] == "спросила сама"


@pytest.mark.requirement("R-080")
def test_a_dissatisfied_client_is_not_offered_to_whatever_is_written(school: School) -> None:
    client = make_client()
    type(client).objects.update(last_csat=100, last_csat_at=MONDAY)

    with pytest.raises(Refused, match="dissatisfied_csat"):
        make_offer(new_offer(client_id=client.pk), actor=ACTOR, now=MONDAY, passing="очень просили")


def test_agreeing_twice_is_agreeing_once(school: School) -> None:
    offer = factories.make_offer(make_client(), make_product())

    for _ in range(2):
        accept_offer(offer.pk, actor=ACTOR, now=MONDAY + DAY)

    offer.refresh_from_db()
    assert (offer.state, offer.decided_at) == (OfferState.ACCEPTED, MONDAY + DAY)
    assert len(live("offer_accepted")) == 1


@pytest.mark.requirement("R-114")
def test_a_refusal_names_an_objection_of_the_catalogue(school: School) -> None:
    offer = factories.make_offer(make_client(), make_product())

    with pytest.raises(ObjectionUnknown):
        decline_offer(offer.pk, "bad_mood", not_before_on=None, actor=ACTOR, now=MONDAY)
    decline_offer(offer.pk, "expensive", not_before_on=None, actor=ACTOR, now=MONDAY)

    offer.refresh_from_db()
    assert (offer.objection, offer.not_before_on) == ("expensive", date(2026, 12, 2))


def test_an_answered_offer_is_not_answered_otherwise(school: School) -> None:
    offer = factories.make_offer(make_client(), make_product())
    accept_offer(offer.pk, actor=ACTOR, now=MONDAY)

    with pytest.raises(OfferIsDecided):
        decline_offer(offer.pk, "expensive", not_before_on=None, actor=ACTOR, now=MONDAY)


def test_an_answer_taken_back_can_be_given_again(school: School) -> None:
    offer = factories.make_offer(make_client(), make_product())
    decline_offer(offer.pk, "expensive", not_before_on=None, actor=ACTOR, now=MONDAY)

    reopen_offer(offer.pk, actor=ACTOR, now=MONDAY)
    accept_offer(offer.pk, actor=ACTOR, now=MONDAY)

    offer.refresh_from_db()
    assert (offer.state, offer.objection, offer.not_before_on) == (OfferState.ACCEPTED, "", None)
    assert (len(live("offer_declined")), len(live("offer_accepted"))) == (0, 1)


def test_the_database_refuses_a_decision_without_a_moment(school: School) -> None:
    offer = factories.make_offer(make_client(), make_product())

    with pytest.raises(IntegrityError, match="offer_decided_at_iff_decided"), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(state="accepted")


@pytest.mark.requirement("R-086")
def test_a_personal_offer_ends_on_its_date_once(school: School) -> None:
    client, product = make_client(), make_product()
    offer = factories.make_offer(client, product, expires_at=MONDAY + 2 * DAY)

    counts = [expire_offers(now=MONDAY + days * DAY) for days in (1, 2, 3)]

    offer.refresh_from_db()
    assert counts == [0, 1, 0]
    assert (offer.state, offer.decided_at) == (OfferState.EXPIRED, MONDAY + 2 * DAY)
    assert len(live("offer_expired")) == 1


@pytest.mark.requirement("R-086")
def test_uptake_counts_money_that_came_before_the_date(school: School) -> None:
    product = make_product()
    for paid_after in (1, 3, None):
        client = make_client()
        factories.make_offer(client, product, expires_at=MONDAY + 2 * DAY)
        if paid_after:
            buy(client, product, at=MONDAY + paid_after * DAY)
    factories.make_offer(make_client(), product)

    uptake = personal_offers(NOVEMBER, timezone=ZONE)

    assert (uptake.made, uptake.paid, uptake.paid_in_time) == (3, 2, 1)
    assert uptake.uptake == pytest.approx(1 / 3)


def test_payment_answers_the_open_offer_of_the_product_only(school: School) -> None:
    client, product = make_client(), make_product()
    earlier = factories.make_offer(client, product, at=MONDAY - DAY)
    later = factories.make_offer(client, product, at=MONDAY + DAY)
    other = factories.make_offer(client, make_product(), at=MONDAY - DAY)
    order = buy(client, product)

    counts = [accept_paid([order.pk]) for _ in range(2)]

    states = {offer.pk: offer.state for offer in Offer.objects.all()}
    assert counts == [1, 0]
    assert states == {earlier.pk: "accepted", later.pk: "made", other.pk: "made"}
    assert [entry.attrs["offer"] for entry in live("offer_accepted")] == [earlier.pk]


@pytest.mark.requirement("R-114")
def test_the_most_frequent_objections_come_first(school: School) -> None:
    product = make_product("Блонд")
    for objection in ("no_time", "expensive", "expensive"):
        offer = factories.make_offer(make_client(), product)
        decline_offer(offer.pk, objection, not_before_on=None, actor=ACTOR, now=MONDAY)

    rows = top_objections(NOVEMBER, timezone=ZONE)

    assert [(row.code, row.title, row.count, row.product) for row in rows] == [
        ("expensive", "Дорого", 2, "Блонд"),
        ("no_time", "Нет времени", 1, "Блонд"),
    ]
    assert rows[0].part == pytest.approx(2 / 3)
    assert top_objections(Period(date(2026, 12, 1), date(2027, 1, 1)), timezone=ZONE) == []


@pytest.mark.requirement("R-081")
def test_a_cascade_shows_each_offer_with_the_one_before(school: School) -> None:
    client = make_client()
    first = factories.make_offer(client, make_product("Блонд"), at=MONDAY - 20 * DAY)
    second = factories.make_offer(client, make_product("Практикум"), parent=first)
    buy(client, second.product, at=MONDAY + DAY)

    chain = cascade(second.pk)

    assert [(link.product, link.parent_id, link.depth, link.is_paid) for link in chain] == [
        ("Блонд", None, 0, False),
        ("Практикум", first.pk, 1, True),
    ]


@pytest.mark.requirement("R-081")
def test_each_step_of_a_cascade_has_its_conversion(school: School) -> None:
    blond, practicum = make_product("Блонд"), make_product("Практикум")
    for buys in (True, False):
        client = make_client()
        parent = factories.make_offer(client, blond, at=MONDAY - 20 * DAY)
        factories.make_offer(client, practicum, parent=parent)
        if buys:
            buy(client, practicum, at=MONDAY + DAY)

    step = cascade_steps(NOVEMBER, timezone=ZONE)[0]

    assert (step.from_product, step.to_product, step.made, step.paid) == (
        "Блонд",
        "Практикум",
        2,
        1,
    )
    assert step.conversion == 0.5


@pytest.mark.requirement("R-011")
def test_a_coordinator_offers_and_one_whose_grade_or_role_does_not_is_refused(
    school: School,
) -> None:
    coordinator, newcomer = make_staff("Анна"), make_staff("Егор")
    trainee = make_staff("Полина", "trainee")
    grades = ((coordinator, "coordinator"), (newcomer, "trainee"))
    for staff, grade in grades:
        record_grade(
            staff.pk, grade, from_on=MONDAY.date(), reason="", by=coordinator.pk, now=MONDAY
        )

    made = make_offer(new_offer(staff_id=coordinator.pk), actor=ACTOR, now=MONDAY)

    assert made.staff_id == coordinator.pk
    for staff, code in ((newcomer, "grade_does_not_offer"), (trainee, "no_right_to_offer")):
        with pytest.raises(Refused) as refused:
            make_offer(
                new_offer(staff_id=staff.pk), actor=ACTOR, now=MONDAY, passing="очень просили"
            )
        assert [reason.code for reason in refused.value.reasons] == [code]


def test_a_grade_holds_from_its_day_on(school: School) -> None:
    anna = make_staff("Анна")
    for grade, day in (("trainee", MONDAY - DAY), ("coordinator", MONDAY + 7 * DAY)):
        record_grade(anna.pk, grade, from_on=day.date(), reason="", by=anna.pk, now=MONDAY)

    with pytest.raises(Refused):
        make_offer(new_offer(staff_id=anna.pk), actor=ACTOR, now=MONDAY)

    assert make_offer(new_offer(staff_id=anna.pk), actor=ACTOR, now=MONDAY + 7 * DAY).pk

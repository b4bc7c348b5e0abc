"""May this be offered now? Every refusal with its words' figures, and what speaks for it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.types import ProductStatus
from provodnik.facts.people.models import Client
from provodnik.facts.people.services.satisfaction import record_satisfaction
from provodnik.facts.people.types import SatisfactionKind
from provodnik.facts.sales.gates.offers import Question, assess, may_offer
from provodnik.facts.sales.services.offers import decline_offer
from provodnik.facts.sales.tests.factories import (
    ACTOR,
    MONDAY,
    buy,
    make_client,
    make_offer,
    make_product,
)
from provodnik.kernel.gates import Reason
from provodnik.kernel.models import School
from provodnik.method import queries as method
from provodnik.method.reasons import REASON_PARAMS
from provodnik.method.word_params import EVIDENCE_PARAMS

pytestmark = pytest.mark.django_db

CALLS = "coordinator_calls"


def days_ago(days: int) -> datetime:
    return MONDAY - timedelta(days=days)


def scored(client: Client, *, days: int = 1, **scores: int) -> None:
    """Tell a score in hundredths of a point, `last_csat=300`."""
    moments = {f"{name}_at": days_ago(days) for name in scores}
    Client.objects.filter(pk=client.pk).update(**scores, **moments)


def complained(client: Client, _product: Product) -> None:
    record_satisfaction(
        client.pk,
        SatisfactionKind.COMPLAINT,
        told_at=days_ago(4),
        actor=ACTOR,
        comment="Не проверили работу",
    )


def offered(*ages: int, same: bool = False) -> Callable[[Client, Product], None]:
    def arrange(client: Client, product: Product) -> None:
        for age in ages:
            make_offer(client, product if same else make_product(), at=days_ago(age))

    return arrange


def declined(client: Client, product: Product) -> None:
    offer = make_offer(client, product, at=days_ago(61))
    decline_offer(
        offer.pk, "no_time", not_before_on=date(2026, 12, 1), actor=ACTOR, now=days_ago(61)
    )


def retired(_client: Client, product: Product) -> None:
    Product.objects.filter(pk=product.pk).update(status=ProductStatus.RETIRED.value)


def refund_whole(client: Client, product: Product) -> None:
    order = buy(client, product, at=days_ago(40))
    order.refunded_kopecks = order.paid_kopecks
    order.save()


def without_base(_client: Client, product: Product) -> None:
    base = make_product("Основы")
    Product.objects.filter(pk=product.pk).update(prerequisite=base)


REFUSALS = [
    pytest.param(
        lambda client, _: scored(client, last_csat=300),
        [Reason("dissatisfied_csat", {"score": "3", "scale": 5})],
        id="score 3 of 5",
    ),
    pytest.param(
        lambda client, _: scored(client, last_nps=600),
        [Reason("dissatisfied_nps", {"score": "6"})],
        id="would not recommend",
    ),
    pytest.param(
        complained,
        [Reason("complaint_open", {"item": "Не проверили работу", "since_on": "2026-10-29"})],
        id="open complaint",
    ),
    pytest.param(
        offered(20, 8),
        [Reason("offer_limit", {"made": 2, "limit": 2, "next_on": "2026-11-12"})],
        id="two offers this month",
    ),
    pytest.param(
        offered(6),
        [Reason("offered_recently", {"days": 6, "limit": 7, "next_on": "2026-11-03"})],
        id="an offer six days ago",
    ),
    pytest.param(
        declined, [Reason("not_now", {"until_on": "2026-12-01"})], id="asked to come back later"
    ),
    pytest.param(
        lambda client, product: buy(client, product, at=days_ago(40)),
        [Reason("already_bought", {"product": "Блонд", "bought_on": "2026-09-23"})],
        id="bought already",
    ),
    pytest.param(
        offered(61, same=True),
        [Reason("already_offered", {"product": "Блонд", "offered_on": "2026-09-02"})],
        id="offered and not answered",
    ),
    pytest.param(retired, [Reason("product_not_on_sale", {"product": "Блонд"})], id="retired"),
    pytest.param(
        without_base,
        [Reason("prerequisite_missing", {"product": "Блонд", "prerequisite": "Основы"})],
        id="too early for this step",
    ),
    pytest.param(
        lambda client, _: Client.objects.filter(pk=client.pk).update(calls_refused_at=MONDAY),
        [Reason("no_consent_calls")],
        id="no calls please",
    ),
]


@pytest.mark.requirement("R-080")
@pytest.mark.parametrize(("arrange", "reasons"), REFUSALS)
def test_the_gate_refuses_and_says_why(
    school: School, arrange: Callable[[Client, Product], None], reasons: list[Reason]
) -> None:
    client, product = make_client(), make_product("Блонд")
    arrange(client, product)

    verdict = may_offer(client.pk, product.pk, CALLS, MONDAY)

    assert list(verdict.reasons) == reasons
    assert all(set(reason.params) == REASON_PARAMS.get(reason.code, set()) for reason in reasons)


ADMISSIONS = [
    pytest.param(lambda client, _: scored(client, last_csat=400), id="score 4 of 5"),
    pytest.param(lambda client, _: scored(client, last_csat=300, days=91), id="an old score"),
    pytest.param(lambda client, _: scored(client, last_nps=700), id="recommends"),
    pytest.param(offered(7), id="an offer a week ago"),
    pytest.param(offered(31, 8), id="the first of two left the month"),
    pytest.param(refund_whole, id="bought and given back"),
    pytest.param(
        lambda client, _: Client.objects.filter(pk=client.pk).update(messages_refused_at=MONDAY),
        id="no messages, but we call",
    ),
]


@pytest.mark.requirement("R-080")
@pytest.mark.parametrize("arrange", ADMISSIONS)
def test_the_gate_lets_pass(school: School, arrange: Callable[[Client, Product], None]) -> None:
    client, product = make_client(), make_product("Блонд")
    arrange(client, product)

    assert may_offer(client.pk, product.pk, CALLS, MONDAY).allowed


@pytest.mark.requirement("R-032")
def test_an_offer_without_a_goal_asks_for_it(school: School) -> None:
    client = make_client(goal=None)

    verdict = may_offer(client.pk, make_product().pk, CALLS, MONDAY)

    assert verdict.reasons == (Reason("goal_missing"),)


def test_quiet_hours_are_the_clients_own(school: School) -> None:
    client = make_client(timezone="Asia/Vladivostok")

    verdict = may_offer(client.pk, make_product().pk, CALLS, datetime(2026, 11, 2, 12, tzinfo=UTC))

    quiet = {"client_time": "22:00", "next_time": "10:00", "next_on": "2026-11-03"}
    assert verdict.reasons == (Reason("quiet_hours", quiet),)


def test_a_lesson_may_show_a_product_at_night(school: School) -> None:
    client = make_client(timezone="Asia/Vladivostok")
    night = datetime(2026, 11, 2, 12, tzinfo=UTC)

    assert may_offer(client.pk, make_product().pk, "platform", night).allowed


def test_a_zone_that_does_not_exist_is_the_schools(school: School) -> None:
    client = make_client(timezone="Марс/Олимп")

    assert may_offer(client.pk, make_product().pk, CALLS, MONDAY).allowed


def test_an_offer_does_not_stand_in_its_own_way(school: School) -> None:
    client, product = make_client(), make_product()
    offer = make_offer(client, product, at=days_ago(1))

    own = assess(Question(client.pk, product.pk, CALLS, offer.pk), now=MONDAY)

    assert own.verdict.allowed
    assert not may_offer(client.pk, product.pk, CALLS, MONDAY).allowed


def test_what_speaks_for_an_offer_is_said(school: School) -> None:
    client, product = make_client(), make_product()
    scored(client, last_csat=500)
    make_offer(client, make_product(), at=days_ago(23))

    evidence = assess(Question(client.pk, product.pk, CALLS), now=MONDAY).evidence

    assert evidence == (
        Reason("good_csat", {"score": "5", "scale": 5}),
        Reason("last_offer", {"days": 23}),
        Reason("consent_calls"),
    )
    assert all(set(e.params) == EVIDENCE_PARAMS.get(e.code, set()) for e in evidence)


def test_every_reason_has_words(school: School) -> None:
    gates = method.gates()

    told = [reason for param in REFUSALS for reason in cast(list[Reason], param.values[1])]

    assert all(gates.reason(reason.code) for reason in told)


def test_a_client_of_another_school_does_not_exist(school: School) -> None:
    with pytest.raises(Client.DoesNotExist):
        may_offer(10**9, make_product().pk, CALLS, MONDAY)

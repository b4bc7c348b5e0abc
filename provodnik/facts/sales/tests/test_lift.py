"""Holders of a tripwire or bonus beside comparable buyers without it."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.tests.factories import lead
from provodnik.facts.catalog.types import LinkKind
from provodnik.facts.sales.queries.lift import Helper, helpers
from provodnik.facts.sales.tests.factories import (
    MONDAY,
    buy,
    make_client,
    make_order,
    make_product,
)
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOW = MONDAY + 120 * DAY


def of_kind(name: str, kind: str) -> Product:
    product = make_product(name)
    Product.objects.filter(pk=product.pk).update(kind=kind)
    return product


def trip() -> tuple[Product, Product, Product]:
    """A tripwire that leads to a flagship, and a product beside them."""
    tripwire, flagship = of_kind("Урок за 490", "tripwire"), of_kind("Флагман", "flagship")
    lead(tripwire, flagship, LinkKind.TRIPWIRE)
    return tripwire, flagship, make_product("Мини")


def only(now: datetime = NOW) -> Helper:
    found = helpers(now=now)
    assert len(found) == 1
    return found[0]


@pytest.mark.requirement("R-082")
def test_holders_are_counted_on_to_the_flagship_beside_others(school: School) -> None:
    tripwire, flagship, mini = trip()
    for moved in (True, True, False):
        client = make_client()
        buy(client, tripwire)
        if moved:
            buy(client, flagship, at=MONDAY + 10 * DAY)
    for moved in (True, False, False, False):
        client = make_client()
        buy(client, mini, at=MONDAY + DAY)
        if moved:
            buy(client, flagship, at=MONDAY + 10 * DAY)

    told = only()

    assert (told.product, told.target, told.via) == ("Урок за 490", "Флагман", "tripwire")
    assert told.lift is not None
    assert (told.lift.holders, told.lift.holders_moved) == (3, 2)
    assert (told.lift.others, told.lift.others_moved) == (4, 1)
    assert told.lift.difference == pytest.approx(2 / 3 - 1 / 4)
    assert not told.lift.is_enough


@pytest.mark.requirement("R-082")
def test_buyers_of_another_month_or_who_have_the_flagship_are_not_comparable(
    school: School,
) -> None:
    tripwire, flagship, mini = trip()
    buy(make_client(), tripwire)
    buy(make_client(), mini)
    buy(make_client(), mini, at=MONDAY - 40 * DAY)
    had = make_client()
    buy(had, flagship, at=MONDAY - DAY)
    buy(had, mini)

    lift = only().lift

    assert lift is not None
    assert (lift.holders, lift.others) == (1, 1)


def test_a_later_purchase_is_compared_with_later_purchases(school: School) -> None:
    tripwire, _flagship, mini = trip()
    old = make_client()
    buy(old, of_kind("Старое", "course"), at=MONDAY - 100 * DAY)
    buy(old, tripwire)
    buy(make_client(), mini)

    assert only().lift is None, "nobody's later purchase stands beside it"


def test_a_free_bonus_is_held_without_a_payment(school: School) -> None:
    bonus, flagship = of_kind("Карта", "bonus"), of_kind("Флагман", "flagship")
    lead(bonus, flagship, LinkKind.BONUS)
    holder = make_client()
    make_order(holder, bonus, cost_kopecks=0)
    buy(holder, flagship, at=MONDAY + 5 * DAY)
    buy(make_client(), make_product("Мини"))

    lift = only().lift

    assert lift is not None
    assert (lift.holders, lift.holders_moved, lift.others_moved) == (1, 1, 0)


def test_who_has_not_had_the_whole_window_is_not_counted_yet(school: School) -> None:
    tripwire, _flagship, mini = trip()
    buy(make_client(), tripwire)
    buy(make_client(), mini)

    assert only(MONDAY + 89 * DAY).lift is None
    assert only(MONDAY + 91 * DAY).lift is not None


def test_the_number_of_questions_does_not_grow(
    school: School, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        lead(of_kind(f"Бонус {number}", "bonus"), make_product(), LinkKind.BONUS)

    with django_assert_num_queries(3):  # one of them reads the method
        helpers(now=NOW)

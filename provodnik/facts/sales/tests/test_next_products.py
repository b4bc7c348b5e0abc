"""What is bought next: learned from the journal, suggested to a client with its evidence."""

from dataclasses import astuple
from datetime import timedelta
from statistics import median

import pytest
from pytest_django import DjangoAssertNumQueries

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.services import links
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import goals
from provodnik.facts.sales.models import NextMove, NextProduct, Order
from provodnik.facts.sales.queries.next_people import movers, tried_moves
from provodnik.facts.sales.queries.next_products import followers, learned, suggest
from provodnik.facts.sales.services.next_products import relearn
from provodnik.facts.sales.services.orders import record_refund
from provodnik.facts.sales.tests.factories import (
    ACTOR,
    MONDAY,
    add_goal,
    buy,
    make_client,
    make_product,
)
from provodnik.facts.sales.types import NewMoney
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.lake import services as lake_services
from provodnik.metrics.next_product import PLACES, Tried

DAY = timedelta(days=1)


class Shop:
    """Three went from basic to practicum after 10, 20 and 30 days, one to colour; then a trial:
    one more to practicum, much later."""

    def __init__(self) -> None:
        names = ("Колористика", "Практикум", "Цвет")
        self.basic, self.practicum, self.colour = (make_product(name) for name in names)
        for wait in (10, 20, 30):
            self.moved(self.practicum, wait)
        self.moved(self.colour, 5)
        self.moved(self.practicum, 90)

    def moved(self, product: Product, wait: int) -> None:
        client = make_client()
        buy(client, self.basic, at=MONDAY)
        buy(client, product, at=MONDAY + wait * DAY)

    def newcomer(self) -> Client:
        client = make_client()
        buy(client, self.basic, at=MONDAY + 95 * DAY)
        return client


@pytest.fixture
def shop(lake: School) -> Shop:
    """Purchases that the lake knows, learned from."""
    with schools.inside(lake.pk):
        made = Shop()
    lake_services.catch_up(now=MONDAY)
    with schools.inside(lake.pk):
        assert relearn(now=MONDAY) == 2
    return made


def test_a_follower_comes_with_support_and_usual_wait(lake: School, shop: Shop) -> None:
    with schools.inside(lake.pk):
        found = followers([shop.basic.pk], limit=3)[shop.basic.pk]

    assert [(f.product, f.clients, f.of_clients, f.median_days) for f in found] == [
        ("Практикум", 4, 5, 25.0),
        ("Цвет", 1, 5, 5.0),
    ]


def test_behind_every_figure_stand_its_people(lake: School, shop: Shop) -> None:
    with schools.inside(lake.pk):
        for told in (one for group in followers(limit=9).values() for one in group):
            rows, took, moved_on = movers(told.after_id, told.product_id)
            assert (took, moved_on) == (told.clients, told.of_clients)
            assert len({row.client_id for row in rows}) == took
            assert median(row.days for row in rows) == told.median_days
        everybody, total, _whole = movers(shop.basic.pk, None)
        assert (len(everybody), total) == (5, 5)


def test_behind_the_trial_stand_the_purchases_it_counts(lake: School, shop: Shop) -> None:
    with schools.inside(lake.pk):
        page = learned()
        assert page is not None and page.trial is not None
        for way, tried in page.trial.ways.items():
            rows, told, cases = tried_moves(way, None)
            assert (told, cases, len(rows)) == (tried.told, tried.cases, tried.told)
            assert {k: tried_moves(way, k)[1] for k in PLACES} == tried.right
        [(_client, _name, bought, _on, _place)] = [
            astuple(row) for row in tried_moves("learned", 1)[0]
        ]
        assert bought == "Практикум"


def test_who_took_something_back_is_behind_nothing_after_the_next_night(
    lake: School, shop: Shop
) -> None:
    with schools.inside(lake.pk):
        order = Order.objects.get(product=shop.colour)
        back = NewMoney(order.pk, "back", order.paid_kopecks, MONDAY + 6 * DAY)
        record_refund(back, reason="Передумала", actor=ACTOR)
    lake_services.catch_up(now=MONDAY)
    with schools.inside(lake.pk):
        relearn(now=MONDAY + DAY)

        assert movers(shop.basic.pk, shop.colour.pk) == ([], 0, 4)
        assert NextMove.objects.count() == 4


def test_few_buyers_may_be_left_out(lake: School, shop: Shop) -> None:
    with schools.inside(lake.pk):
        found = followers(limit=3, at_least=2)

    assert [f.product for f in found[shop.basic.pk]] == ["Практикум"]


def test_later_purchases_try_what_earlier_ones_taught(lake: School, shop: Shop) -> None:
    with schools.inside(lake.pk):
        page = learned()

    assert page is not None and page.trial is not None
    assert (page.moved, page.split_on) == (5, (MONDAY + 90 * DAY).date())
    assert page.trial.ways["learned"] == Tried(1, 1, {1: 1, 3: 1, 5: 1})
    assert page.trial.ways["rules"] == Tried(1, 0, {1: 0, 3: 0, 5: 0})


def test_a_client_is_suggested_what_they_do_not_have_with_the_reason(
    lake: School, shop: Shop, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with schools.inside(lake.pk):
        client, owner = shop.newcomer(), shop.newcomer()
        buy(owner, shop.practicum, at=MONDAY + 95 * DAY)
        suggest([client.pk])
        with django_assert_num_queries(2):
            found = suggest([client.pk, owner.pk])

    assert [one.product for one in found[client.pk]] == ["Практикум", "Цвет"]
    evidence = found[client.pk][0].evidence
    assert evidence is not None
    assert (evidence.after, evidence.clients, evidence.of_clients, evidence.median_days) == (
        "Колористика",
        4,
        5,
        25.0,
    )
    # (4 moves + 5 x popularity 4/5) / (5 moves + 5)
    assert found[client.pk][0].worth == pytest.approx(0.8)
    assert [one.product for one in found[owner.pk]] == ["Цвет"]


@pytest.mark.requirement("R-079")
def test_a_suggestion_names_the_goal_it_serves(lake: School, shop: Shop) -> None:
    with schools.inside(lake.pk):
        pain = goals.add_pain("Страх осветления")
        links.set_pains(shop.colour.pk, [pain.pk], now=MONDAY, actor=ACTOR)
        client = shop.newcomer()
        add_goal(client, "Не бояться блонда", pain_id=pain.pk)

        found = suggest([client.pk])[client.pk]

    assert [(one.product, one.goal) for one in found] == [
        ("Практикум", ""),
        ("Цвет", "Не бояться блонда"),
    ]


def test_a_product_off_sale_is_not_suggested(lake: School, shop: Shop) -> None:
    with schools.inside(lake.pk):
        Product.objects.filter(pk=shop.practicum.pk).update(status="retired")

        assert [one.product for one in suggest([shop.newcomer().pk]).popitem()[1]] == ["Цвет"]


def test_learning_again_changes_nothing(lake: School, shop: Shop) -> None:
    with schools.inside(lake.pk):
        before = list(NextProduct.objects.values_list("after", "product", "clients", "place"))
        relearn(now=MONDAY + DAY)

        again = list(NextProduct.objects.values_list("after", "product", "clients", "place"))

    assert again == before


def test_without_purchases_nothing_is_known(lake: School) -> None:
    with schools.inside(lake.pk):
        assert relearn(now=MONDAY) == 0
        page = learned()

        assert page is not None and page.trial is None
        assert suggest([make_client().pk]) == {}

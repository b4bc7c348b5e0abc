"""Paid orders: the rows under a count or a sum of orders."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from provodnik.facts.people.models import Client as Person
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.sales.models import Order
from provodnik.facts.sales.tests.factories import make_order
from provodnik.kernel.models import School
from provodnik.web.tests.members import cost_of, sign_in


def paid(buyer: Person, *, days_ago: int = 1, refunded: int = 0) -> None:
    """An order of 1 000 ₽ paid so many days ago."""
    at = timezone.now() - timedelta(days=days_ago)
    order = make_order(buyer, at=at, cost_kopecks=100_000)
    Order.objects.filter(pk=order.pk).update(
        paid_kopecks=100_000, refunded_kopecks=refunded, first_paid_at=at
    )


def test_the_list_counts_and_sums_what_it_shows(school: School, client: Client) -> None:
    sign_in(client)
    buyer = make_client("Ирина")
    paid(buyer)
    paid(buyer, refunded=40_000)
    paid(buyer, refunded=100_000)

    page = client.get(reverse("orders:list")).content.decode().replace("\u00a0", " ")

    assert "2 оплаченных заказа на 1 600 ₽" in page
    assert page.count("<tr data-row") == 2


def test_days_narrow_the_list(school: School, client: Client) -> None:
    sign_in(client)
    buyer = make_client("Ирина")
    paid(buyer, days_ago=5)
    paid(buyer, days_ago=95)

    page = client.get(reverse("orders:list") + "?days=90").content.decode()

    assert page.count("<tr data-row") == 1


def test_a_coordinator_opens_only_cards_of_their_own(school: School, client: Client) -> None:
    anna = sign_in(client, "coordinator", "Анна")
    own = make_client("Своя")
    Person.objects.filter(pk=own.pk).update(coordinator=anna)
    paid(own)
    paid(make_client("Чужая"))

    page = client.get(reverse("orders:list")).content.decode()

    assert "Своя" in page
    assert "Чужая" not in page
    assert "ученик другого координатора" in page


def test_a_stranger_signs_in_first(school: School, client: Client) -> None:
    assert client.get(reverse("orders:list")).status_code == 302


def test_the_page_costs_the_same_for_one_and_thirty(school: School, client: Client) -> None:
    sign_in(client)
    paid(make_client("Первая"))
    one = cost_of(client, reverse("orders:list"))
    for number in range(1, 30):
        paid(make_client(f"Ещё {number}"))

    assert cost_of(client, reverse("orders:list")) == one


@pytest.mark.parametrize("query", ["?days=99999999999", "?from=x&to=y", "?product=0&page=0"])
def test_an_odd_address_narrows_nothing(school: School, client: Client, query: str) -> None:
    sign_in(client)
    paid(make_client("Ирина"))

    page = client.get(reverse("orders:list") + query)

    assert page.status_code == 200
    assert page.content.decode().count("<tr data-row") == 1

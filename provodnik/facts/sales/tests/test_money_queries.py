"""Money of a client by basis; funnels of launches."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from provodnik.facts.sales.errors import LaunchDates
from provodnik.facts.sales.links.rules import Opening
from provodnik.facts.sales.links.services import open_link
from provodnik.facts.sales.models import Channel, Launch
from provodnik.facts.sales.queries.launches import launch_funnels
from provodnik.facts.sales.queries.money import ClientMoney, client_money
from provodnik.facts.sales.rules import FunnelStep
from provodnik.facts.sales.services.channels import open_channels
from provodnik.facts.sales.services.launches import end_launch, open_launch
from provodnik.facts.sales.services.orders import record_refund
from provodnik.facts.sales.tests.factories import (
    ACTOR,
    MONDAY,
    buy,
    make_client,
    make_link,
    make_offer,
    make_product,
)
from provodnik.facts.sales.types import NewLaunch, NewMoney
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def make_launch() -> Launch:
    new = NewLaunch(
        "Практикум",
        "alumni_master_class",
        date(2026, 11, 2),
        date(2026, 11, 15),
        make_product("Блонд").pk,
    )
    return open_launch(new, actor=ACTOR, now=MONDAY)


def test_money_of_a_client_is_told_on_three_bases(school: School) -> None:
    client = make_client()
    buy(client, make_product(cost_kopecks=10_00), kopecks=100_00)
    second = buy(client, at=MONDAY + DAY, kopecks=50_00)
    record_refund(NewMoney(second.pk, "r-1", 20_00, MONDAY + DAY), reason="", actor=ACTOR)

    money = client_money(client.pk)

    assert money == ClientMoney(
        orders=2,
        paid_kopecks=150_00,
        refunded_kopecks=20_00,
        repeat_kopecks=30_00,
        direct_costs_kopecks=10_00,
        first_paid_at=MONDAY,
        last_paid_at=MONDAY + DAY,
    )
    assert (money.revenue_kopecks, money.gross_profit_kopecks) == (130_00, 120_00)


def test_a_client_without_purchases_has_no_money(school: School) -> None:
    assert client_money(make_client().pk) == ClientMoney()


@pytest.mark.requirement("R-093")
def test_a_school_opens_with_the_five_channels_of_the_method(school: School) -> None:
    open_channels()

    groups = dict(Channel.objects.order_by("position").values_list("key", "group"))
    assert groups == {
        "platform": "platform",
        "warm_up": "coordinators",
        "coordinator_calls": "coordinators",
        "graduation": "coordinators",
        "alumni_master_class": "coordinators",
    }


def test_a_launch_is_opened_once_and_ends_after_it_begins(school: School) -> None:
    launch = make_launch()

    assert make_launch_again(launch) == launch
    with pytest.raises(LaunchDates):
        end_launch(launch.pk, ends_on=date(2026, 11, 1), actor=ACTOR, now=MONDAY)


def make_launch_again(launch: Launch) -> Launch:
    new = NewLaunch(launch.name, launch.channel, launch.starts_on)
    return open_launch(new, actor=ACTOR, now=MONDAY)


@pytest.mark.requirement("R-105")
@pytest.mark.golden("G9")
def test_twelve_clicks_and_no_sale_are_shown_as_a_drop_at_payment(school: School) -> None:
    launch = make_launch()
    assert launch.product is not None
    for number in range(12):
        client = make_client()
        offer = make_offer(client, launch.product, launch_id=launch.pk)
        link = make_link(launch.product, client, offer=offer, launch_id=launch.pk)
        person = Opening("Mozilla/5.0 (iPhone)", visitor=f"v-{number}")
        open_link(link.token, person, now=MONDAY + DAY)
    open_link(link.token, Opening("TelegramBot"), now=MONDAY + DAY)

    funnel = launch_funnels()[0]

    steps = (funnel.made, funnel.clicked, funnel.machines, funnel.ordered, funnel.paid)
    assert steps == (12, 12, 1, 0, 0)
    assert (funnel.paid_of_clicked, funnel.average_kopecks) == (0.0, None)
    assert funnel.drops_at_payment
    assert funnel.failing is FunnelStep.PAID
    assert funnel.days_left(date(2026, 11, 9)) == 6


def test_an_order_belongs_to_a_launch_by_its_people_or_its_links(school: School) -> None:
    launch = make_launch()
    assert launch.product is not None
    invited = make_client()
    make_offer(invited, launch.product, launch_id=launch.pk)
    buy(invited, launch.product, at=MONDAY + DAY, kopecks=100_00)
    buy(make_client(), launch.product, at=MONDAY + DAY)

    funnel = launch_funnels()[0]

    assert (funnel.ordered, funnel.paid, funnel.revenue_kopecks) == (1, 1, 100_00)
    assert funnel.average_kopecks == 100_00


@pytest.mark.parametrize("length", [1, 3])
def test_funnels_cost_the_same_however_many(
    school: School, length: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(length):
        new = NewLaunch(f"Практикум {number}", "warm_up", date(2026, 11, 2))
        open_launch(new, actor=ACTOR, now=MONDAY)

    with django_assert_max_num_queries(2):  # the method, unless it is held; the funnels
        assert len(launch_funnels()) == length

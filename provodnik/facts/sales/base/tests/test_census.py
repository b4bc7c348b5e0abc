"""The base as an asset: parts that sum, money by hand, months, what a buyer costs."""

from datetime import date

import pytest

from provodnik.facts.people.services.clients import set_permission
from provodnik.facts.people.types import Permission
from provodnik.facts.sales.base.models import Contact
from provodnik.facts.sales.base.queries.census import census
from provodnik.facts.sales.base.queries.months import Month, entered_costs, months, school_zone
from provodnik.facts.sales.base.rules import cost_of_one
from provodnik.facts.sales.base.services import plan_growth, record_base_cost, take_cost_back
from provodnik.facts.sales.base.tests.worlds import ACTOR, DAY, contact, counted
from provodnik.facts.sales.base.types import CostPurpose, Part
from provodnik.facts.sales.tests.factories import MONDAY, buy, make_offer, make_product
from provodnik.kernel.models import School

NOVEMBER = date(2026, 11, 1)


def this_month() -> Month:
    return months(now=MONDAY, zone=school_zone())[-1]


@pytest.mark.requirement("R-270")
def test_the_base_is_its_four_parts_and_nobody_is_lost(school: School) -> None:
    contact("Анна", active_days=3)
    contact("Борис", active_days=100)
    contact("Вера", active_days=380)
    refused = contact("Галина", active_days=3)
    set_permission(refused.pk, Permission.MESSAGES, allowed=False, now=MONDAY, actor=ACTOR)

    counted()
    told = census(now=MONDAY)

    assert told.parts == {
        Part.ACTIVE: 1,
        Part.SLEEPING: 1,
        Part.LOST: 1,
        Part.UNSUBSCRIBED: 1,
    }
    assert told.total == Contact.objects.count() == 4


@pytest.mark.requirement("R-270")
def test_revenue_per_contact_is_the_money_by_the_people(school: School) -> None:
    buy(contact("Анна"), kopecks=9_000_00)
    contact("Борис")
    contact("Вера")

    counted()
    told = census(now=MONDAY)

    assert (told.net_kopecks, told.per_contact_kopecks) == (9_000_00, 3_000_00)


def test_bands_have_fixed_breaks_and_hold_every_buyer_once(school: School) -> None:
    once, five = contact("Анна"), contact("Борис")
    buy(once, at=MONDAY - 31 * DAY, kopecks=1_000_00)
    for number in range(5):
        buy(five, at=MONDAY - number * DAY, kopecks=10_000_00)
    contact("Вера")

    counted()
    told = census(now=MONDAY)

    cells = {(b.recency, b.frequency, b.money): (b.people, b.net_kopecks) for b in told.bands}
    assert cells == {(0, 3, 3): (1, 50_000_00), (1, 0, 0): (1, 1_000_00)}
    assert sum(b.people for b in told.bands) == told.buyers == 2


@pytest.mark.requirement("R-270")
def test_growth_is_planned_and_compared_with_what_came(school: School) -> None:
    contact("Анна", known_days=0)
    contact("Борис", known_days=100)
    plan_growth(date(2026, 11, 15), 40, actor=ACTOR, now=MONDAY)
    plan_growth(NOVEMBER, 50, actor=ACTOR, now=MONDAY)

    counted()
    told = this_month()

    assert (told.month_on, told.planned, told.joined) == (NOVEMBER, 50, 1)


@pytest.mark.requirement("R-275")
def test_offers_per_subscriber_leave_out_those_who_unsubscribed(school: School) -> None:
    clients = [contact(f"Анна {n}") for n in range(5)]
    refused = clients[0]
    set_permission(refused.pk, Permission.MESSAGES, allowed=False, now=MONDAY, actor=ACTOR)
    for client in clients[1:3]:
        make_offer(client, make_product(), at=MONDAY)

    counted()
    told = this_month()

    assert (told.offers, told.subscribers, told.unsubscribed) == (2, 4, 1)
    assert told.offers_per_subscriber == 0.5


@pytest.mark.requirement("R-276")
def test_a_new_buyer_and_a_repeat_buyer_have_their_costs_side_by_side(school: School) -> None:
    old, new = contact("Анна"), contact("Борис")
    buy(old, at=MONDAY - 100 * DAY)
    buy(old, at=MONDAY)
    buy(new, at=MONDAY)
    record_base_cost(CostPurpose.NEW_BUYERS, NOVEMBER, 9_000_00, actor=ACTOR)
    record_base_cost(CostPurpose.REPEAT_BUYERS, NOVEMBER, 1_000_00, actor=ACTOR)

    counted()
    told = this_month()

    assert (told.new_buyers, told.repeat_buyers) == (1, 1)
    assert cost_of_one(told.new_cost_kopecks, told.new_buyers) == 9_000_00
    assert cost_of_one(told.repeat_cost_kopecks, told.repeat_buyers) == 1_000_00


def test_a_cost_entered_by_mistake_is_taken_back(school: School) -> None:
    entry = record_base_cost(CostPurpose.NEW_BUYERS, NOVEMBER, 9_000_00, actor=ACTOR)

    taken = take_cost_back(entry, actor=ACTOR, now=MONDAY)

    assert taken
    assert entered_costs(zone=school_zone()) == []
    assert this_month().new_cost_kopecks == 0
    assert not take_cost_back(entry + 1000, actor=ACTOR, now=MONDAY)

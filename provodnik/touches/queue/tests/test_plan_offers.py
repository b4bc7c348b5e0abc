"""What a planned offer says, whom the gate keeps it from, when it is due."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provodnik.facts.catalog.models import Product, ProductPain
from provodnik.facts.catalog.types import Trigger
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import add_pain
from provodnik.facts.sales.tests.factories import (
    MONDAY,
    add_goal,
    buy,
    make_client,
    make_offer,
    make_product,
)
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.queue import services
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.planning.plan import plan_due
from provodnik.touches.queue.tests.paths import REASON, learned, planned, publish_step
from provodnik.touches.queue.types import Outcome, TouchState

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TUESDAY = MONDAY + DAY


@pytest.fixture
def after(school: School) -> Product:
    return make_product("Колорист")


@pytest.fixture
def offered(after: Product) -> Product:
    """What the step after a graduation offers."""
    blond = make_product("Блонд", price_kopecks=12_900_00)
    publish_step(Trigger.GRADUATION, blond, after=after)
    return blond


def graduate(client: Client, after: Product) -> Client:
    learned(client, "graduated", after, MONDAY)
    return client


@pytest.mark.requirement("R-112", "R-079")
def test_a_planned_offer_says_why_now_why_help_and_which_goal(
    after: Product, offered: Product
) -> None:
    staff = make_staff()
    client = graduate(make_client(coordinator=staff), after)

    plan_due(now=TUESDAY)

    touch = planned()[0]
    assert touch.reason == (
        f"Состоялся выпуск с «Колорист». {REASON} Ведёт к цели: «Работать колористом»."
    )
    assert (touch.owner_id, touch.stake_kopecks, touch.script, touch.channel) == (
        staff.pk,
        12_900_00,
        "after_module",
        "coordinator_calls",
    )
    entry = JournalEntry.objects.get(event__name="touch_planned")
    assert (entry.client_id, entry.item, entry.attrs) == (
        client.pk,
        "offer",
        {"touch": touch.pk, "origin": "path:next"},
    )


@pytest.mark.requirement("R-079")
def test_the_goal_is_the_one_the_product_serves(after: Product, offered: Product) -> None:
    client = graduate(make_client(), after)
    pain = add_pain("Страх осветления")
    ProductPain.objects.create(school_id=client.school_id, product=offered, pain=pain)
    matched = add_goal(client, "Не бояться блонда", pain_id=pain.pk)
    add_goal(client, "Научиться стрижкам")

    plan_due(now=TUESDAY)

    assert planned()[0].goal_id == matched.pk


@pytest.mark.requirement("R-032")
def test_without_a_goal_the_touch_begins_by_asking(after: Product, offered: Product) -> None:
    graduate(make_client(goal=None), after)

    plan_due(now=TUESDAY)

    touch = planned()[0]
    assert touch.goal_id is None
    assert touch.reason.endswith("Цель не записана, сначала спросить о ней.")


@pytest.mark.requirement("R-080")
def test_the_gate_keeps_offers_from_whom_it_would_refuse(after: Product, offered: Product) -> None:
    buy(graduate(make_client("купил"), after), offered, at=MONDAY - 90 * DAY)
    make_offer(graduate(make_client("предложено"), after), make_product(), at=MONDAY)
    refused = graduate(make_client("не звонить"), after)
    Client.objects.filter(pk=refused.pk).update(calls_refused_at=MONDAY)

    assert plan_due(now=TUESDAY).offers == 0


def test_who_could_not_be_offered_to_yet_is_looked_at_again(
    after: Product, offered: Product
) -> None:
    client = graduate(make_client(), after)
    make_offer(client, make_product(), at=MONDAY)

    counts = [plan_due(now=MONDAY + days * DAY).offers for days in (1, 6, 7, 8)]

    assert counts == [0, 0, 1, 0]


def test_one_offer_waits_for_a_person_at_a_time_the_dearest_first(after: Product) -> None:
    cheap, dear = make_product(price_kopecks=100), make_product(price_kopecks=500)
    publish_step(Trigger.GRADUATION, cheap, after=after, key="cheap")
    publish_step(Trigger.GRADUATION, dear, after=after, key="dear")
    graduate(make_client(), after)

    runs = [plan_due(now=TUESDAY).offers for _ in range(2)]

    assert runs == [1, 0]
    assert [touch.product_id for touch in planned()] == [dear.pk]


def test_who_does_not_answer_is_given_a_rest(after: Product, offered: Product) -> None:
    client = graduate(make_client(), after)
    made = Touch.objects.create(
        school_id=client.school_id,
        client=client,
        kind="support",
        state=TouchState.MADE.value,
        outcome="no_answer",
        origin="manual",
        occurrence="1",
        attempt=3,
        planned_at=MONDAY,
        due_from=MONDAY,
        due_at=MONDAY,
        made_at=MONDAY,
    )

    assert plan_due(now=TUESDAY).offers == 0
    made.delete()
    assert plan_due(now=TUESDAY).offers == 1


@pytest.mark.parametrize(
    ("timezone", "now", "due_from"),
    [
        pytest.param("", (2, 9), (2, 9), id="we work: at once"),
        pytest.param("", (2, 20), (3, 7), id="at night: in the morning"),
        pytest.param("", (3, 16), (5, 7), id="before a holiday: after it"),
        pytest.param("Asia/Vladivostok", (2, 12), (3, 7), id="evening there: next our morning"),
        pytest.param("Марс/Олимп", (2, 9), (2, 9), id="an unknown zone is the school's"),
    ],
)
@pytest.mark.requirement("R-112")
def test_a_touch_begins_in_our_time_and_outside_their_quiet_hours(
    after: Product,
    offered: Product,
    timezone: str,
    now: tuple[int, int],
    due_from: tuple[int, int],
) -> None:
    client = make_client(timezone=timezone)
    learned(client, "graduated", after, MONDAY - DAY)

    plan_due(now=november(now))

    touch = planned()[0]
    assert touch.due_from == november(due_from)
    assert touch.due_at > touch.due_from


def november(day_and_hour: tuple[int, int]) -> datetime:
    """A moment of November 2026 by UTC: Moscow is three hours ahead."""
    day, hour = day_and_hour
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def test_a_run_is_bounded_and_the_next_goes_on(after: Product, offered: Product) -> None:
    for _ in range(3):
        graduate(make_client(), after)

    counts = [plan_due(now=TUESDAY, limit=2).offers for _ in range(3)]

    assert counts == [2, 1, 0]


def test_planning_costs_the_same_statements_for_any_number(
    after: Product, offered: Product
) -> None:
    costs = []
    for length in (1, 20):
        for _ in range(length):
            graduate(make_client(), after)
        with CaptureQueriesContext(connection) as captured:
            assert plan_due(now=TUESDAY).offers == length
        costs.append(len(captured))

    assert costs[0] == costs[1]


@pytest.mark.requirement("R-090")
def test_not_now_until_a_date_is_kept_whatever_happens_before_it(
    after: Product, offered: Product
) -> None:
    anna = make_staff()
    client = graduate(make_client(coordinator=anna), after)
    plan_due(now=TUESDAY)
    until = MONDAY + 20 * DAY
    services.record_outcome(
        planned()[0].pk,
        Outcome.REFUSED,
        by_id=anna.pk,
        objection="no_time",
        not_before_on=until.date(),
        now=TUESDAY,
    )
    other = make_product("Стрижки")
    publish_step(Trigger.MODULE, other, after=after, params={"module": "4"}, key="other")
    learned(client, "module_completed", after, MONDAY + 10 * DAY, module="Модуль 4")

    for day in (11, 15, 19):
        plan_due(now=MONDAY + day * DAY)
        assert planned() == []
    plan_due(now=until + DAY)

    assert [touch.product for touch in planned()] == [other]

"""The day: overdue first, then by what is at stake; its cost does not grow with its length."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import MONDAY
from provodnik.facts.people.models import Client
from provodnik.facts.people.services.satisfaction import record_satisfaction
from provodnik.facts.people.types import SatisfactionKind
from provodnik.facts.sales.tests.factories import make_client, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.touches.queue import services
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.queries import Day, day, deed, open_deeds
from provodnik.touches.queue.types import Outcome, TouchKind

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-112")]

DAY_STARTS = MONDAY.replace(hour=0) - timedelta(hours=3)
DAY_ENDS = DAY_STARTS + timedelta(days=1)


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff(name="Анна Лебедева")


def plan(
    owner: Staff,
    name: str,
    *,
    stake: int = 0,
    kind: TouchKind = TouchKind.OFFER,
    at: datetime = MONDAY,
    client: Client | None = None,
) -> Touch:
    client = client or make_client(name, coordinator=owner)
    return services.plan(
        client_id=client.pk,
        kind=kind,
        reason=f"Повод: {name}",
        occurrence=name,
        product_id=make_product().pk if kind == TouchKind.OFFER else None,
        channel="coordinator_calls",
        stake_kopecks=stake,
        actor="staff:1",
        now=at,
    )


def day_of(owner: Staff, *, now: datetime = MONDAY, duty: str | None = None) -> Day:
    return day(
        owner_id=owner.pk, now=now, day_starts_at=DAY_STARTS, day_ends_at=DAY_ENDS, duty=duty
    )


def test_overdue_come_first_then_the_largest_stake(anna: Staff) -> None:
    plan(anna, "Малая", stake=100)
    plan(anna, "Большая", stake=900)
    late = plan(anna, "Просрочена", stake=1)
    Touch.objects.filter(pk=late.pk).update(due_at=MONDAY - timedelta(hours=1))

    shown = day_of(anna)

    assert [row.client_name for row in shown.rows] == ["Просрочена", "Большая", "Малая"]
    assert (shown.open, shown.late, len(shown.overdue)) == (3, 1, 1)


def test_equal_stakes_stand_by_the_methods_rank(anna: Staff) -> None:
    plan(anna, "Поддержать", kind=TouchKind.SUPPORT)
    plan(anna, "Познакомиться", kind=TouchKind.ACQUAINT)

    assert [row.kind for row in day_of(anna).rows] == ["acquaint", "support"]


def test_every_row_says_why(anna: Staff) -> None:
    plan(anna, "Ремизова", stake=12_900_00)

    (row,) = day_of(anna).rows
    assert (row.reason, row.stake_kopecks, row.way) == ("Повод: Ремизова", 12_900_00, "call")


def test_deeds_of_others_and_of_tomorrow_are_not_shown(anna: Staff) -> None:
    plan(make_staff(name="Павел"), "Чужая")
    plan(anna, "Завтра", at=MONDAY + timedelta(days=1))

    shown = day_of(anna)

    assert (shown.rows, shown.open, shown.later) == ((), 0, 1)


def test_a_filter_keeps_the_counts_of_all(anna: Staff) -> None:
    plan(anna, "Предложить")
    plan(anna, "Познакомиться", kind=TouchKind.ACQUAINT)

    shown = day_of(anna, duty="acquaint")

    assert [row.kind for row in shown.rows] == ["acquaint"]
    assert shown.counts == {"offer": 1, "acquaint": 1}
    assert shown.minutes_left == 15 + 12


def test_done_deeds_are_counted(anna: Staff) -> None:
    touch = plan(anna, "Ремизова")
    services.record_outcome(touch.pk, Outcome.REACHED, by_id=anna.pk, now=MONDAY)

    shown = day_of(anna)

    assert (shown.done, shown.open, shown.has_students) == (1, 0, True)


def test_the_counter_of_the_sidebar_agrees_with_the_day(anna: Staff) -> None:
    late = plan(anna, "Просрочена")
    plan(anna, "Сегодня")
    Touch.objects.filter(pk=late.pk).update(due_at=MONDAY - timedelta(hours=1))

    counter = open_deeds(owner_id=anna.pk, now=MONDAY, day_ends_at=DAY_ENDS)

    assert (counter.open, counter.late) == (2, 1)


def test_the_day_costs_the_same_at_any_length(anna: Staff) -> None:
    costs = []
    for length in (1, 30):
        for n in range(length):
            plan(anna, f"Ученик {length} {n}")
        with CaptureQueriesContext(connection) as queries:
            day_of(anna)
        costs.append(len(queries))

    # Three of its own and one for the method.
    assert costs == [4, 4]


@pytest.mark.requirement("R-079", "R-032")
def test_an_open_deed_shows_the_goal_the_script_and_what_speaks_for_it(anna: Staff) -> None:
    touch = plan(
        anna, "Наталья Ремизова", client=make_client("Наталья Ремизова", goal="Поднять чек")
    )

    opened = deed(touch.pk, now=MONDAY)

    assert opened.goal is not None
    assert opened.goal.text == "Поднять чек"
    assert opened.script is not None
    assert opened.script.steps
    assert opened.objections
    assert opened.assessment is not None
    assert opened.assessment.verdict.allowed


@pytest.mark.requirement("R-080")
def test_a_dissatisfied_client_is_not_offered_to(anna: Staff) -> None:
    touch = plan(anna, "Прохоров")
    record_satisfaction(
        touch.client_id,
        SatisfactionKind.CSAT,
        score_hundredths=300,
        told_at=MONDAY,
        actor="staff:1",
    )

    opened = deed(touch.pk, now=MONDAY)

    assert opened.assessment is not None
    assert [str(r.code) for r in opened.assessment.verdict.reasons] == ["dissatisfied_csat"]

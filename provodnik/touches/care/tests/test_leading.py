"""Students led to the result: states, progress, cohorts compared over an equal time."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import MONDAY
from provodnik.facts.people.models import Client, Goal
from provodnik.facts.people.services import reach_goal
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.method import queries as method
from provodnik.touches.care import services
from provodnik.touches.care.queries import LeadFilter, cohorts_led, export_leads, leads
from provodnik.touches.care.tests.factories import finish, make_page, tell
from provodnik.touches.care.types import Lead
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.types import TouchKind

pytestmark = pytest.mark.django_db

ZONE = "Europe/Moscow"
LATER = MONDAY + timedelta(days=1)


def paid(name: str, *, goal: str | None = "Свой кабинет", days: int = 0) -> Client:
    client = make_client(name, goal=goal)
    buy(client, at=MONDAY - timedelta(days=days))
    return client


def states() -> dict[str, Lead]:
    return {row.name: row.state for row in leads(LeadFilter(ZONE)).rows}


@pytest.mark.requirement("R-118")
def test_goal_progress_obstacle_next_step_and_result_stand_in_one_row(school: School) -> None:
    client, course = paid("Анна Ким"), make_product("Колорист")
    finish(client, course, "Цвет", "Блонд")
    tell(client, "no_time", "Две работы")
    queue.plan(
        client_id=client.pk,
        kind=TouchKind.SUPPORT,
        reason="Пауза в учёбе",
        occurrence="pause",
        actor="system",
        now=MONDAY - timedelta(days=1),
    )

    [row] = leads(LeadFilter(ZONE)).rows

    assert (row.goal, row.product, row.modules) == ("Свой кабинет", "Колорист", 2)
    assert (row.obstacle, row.next_step) == ("Две работы", "Пауза в учёбе")
    assert (row.state, row.reached_at) == (Lead.HINDERED, None)

    reach_goal(Goal.objects.get(client=client).pk, reached_at=LATER, actor="system")

    [row] = leads(LeadFilter(ZONE)).rows
    assert (row.state, row.reached_at) == (Lead.REACHED, LATER)


def test_an_answered_obstacle_hinders_no_more(school: School) -> None:
    client, anna = paid("Анна Ким"), make_staff("Анна Лебедева")
    need = tell(client, "unclear")
    assert states()["Анна Ким"] is Lead.HINDERED

    services.answer_need(need.pk, client_id=client.pk, text="Разбор", by_id=anna.pk, now=LATER)
    assert states()["Анна Ким"] is Lead.ON_WAY

    services.rate_answer(need.pk, False, client_id=client.pk, actor="client:1", now=LATER)
    assert states()["Анна Ким"] is Lead.HINDERED


def test_a_wish_is_no_obstacle(school: School) -> None:
    tell(paid("Анна Ким"), "more_practice")

    assert states() == {"Анна Ким": Lead.ON_WAY}


def test_states_and_filters_agree_with_their_counts(school: School) -> None:
    paid("Без Цели", goal=None)
    paid("В Пути")
    reached = paid("Дошла Раньше", days=40)
    reach_goal(Goal.objects.get(client=reached).pk, reached_at=LATER, actor="system")
    make_client("Не Платил")

    page = leads(LeadFilter(ZONE))

    assert page.counts == {Lead.NO_GOAL: 1, Lead.ON_WAY: 1, Lead.REACHED: 1}
    for state, count in page.counts.items():
        assert len(leads(LeadFilter(ZONE, state=state)).rows) == count
    september = LeadFilter(ZONE, month=date(2026, 9, 1))
    assert [row.name for row in leads(september).rows] == ["Дошла Раньше"]


def test_pages_follow_one_another_without_a_gap(school: School) -> None:
    names = {paid(f"Ученик {number:02}").name for number in range(7)}

    seen, after = [], None
    while True:
        page = leads(LeadFilter(ZONE), after=after, limit=3)
        seen += [row.name for row in page.rows]
        if (after := page.after) is None:
            break

    assert sorted(seen) == sorted(names)
    assert [row.name for row in export_leads(LeadFilter(ZONE))] == seen


def test_a_long_list_costs_no_more_queries(school: School) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            leads(LeadFilter(ZONE))
        return len(asked)

    paid("Первая")
    short = cost()
    for number in range(30):
        tell(paid(f"Ученик {number}"))

    assert cost() == short


@pytest.mark.requirement("R-118")
@pytest.mark.requirement("R-088")
def test_cohorts_compare_over_an_equal_time(school: School) -> None:
    course, days = make_product("Колорист"), method.care_settings().compared_days
    modules = ("Первый", "Второй", "Третий")
    early, slow, young = paid("Успела", days=120), paid("Позже", days=120), paid("Новая")
    finish(early, course, *modules, at=MONDAY - timedelta(days=100))
    finish(slow, course, *modules, at=MONDAY - timedelta(days=120 - days))
    make_page(young)
    reach_goal(Goal.objects.get(client=slow).pk, reached_at=LATER, actor="system")

    rows = cohorts_led(timezone=ZONE, today=LATER.date(), now=LATER)

    assert [(row.month.month, row.size, row.is_whole) for row in rows] == [
        (11, 1, False),
        (7, 2, True),
    ]
    old, new = rows[1], rows[0]
    assert (old.module, old.reached, old.reached_share) == (1, 1, 0.5)
    assert (old.issued, new.issued, new.opened) == (0, 1, 0)


def test_a_coordinator_counts_own_students(school: School) -> None:
    anna = make_staff("Анна Лебедева")
    buy(make_client("Своя", coordinator=anna))
    paid("Чужая")

    [row] = cohorts_led(coordinator_id=anna.pk, timezone=ZONE, today=LATER.date(), now=LATER)

    assert row.size == 1

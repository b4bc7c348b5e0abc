"""The page of goals: who sees it, what forms refuse, both panels, a file equal to the screen."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provodnik.decisions.goals.models import Initiative, KeyResult, Kpi, Objective
from provodnik.decisions.goals.tests.factories import make_key_result, make_kpi, make_objective
from provodnik.facts.learning import services as learning
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import School
from provodnik.kernel.periods import quarter_of
from provodnik.metrics.definition import Unit
from provodnik.reports import programme, success
from provodnik.reports.models import PointA
from provodnik.reports.types import ToldPoint

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


def member(role: str) -> Staff:
    return make_staff(name="Марина Белова", role=role, user=make_user(f"{role}@school.test"))


@pytest.fixture
def head(school: School, client: Client) -> Staff:
    staff = member("head_of_product_and_service")
    client.force_login(staff.user)  # type: ignore[arg-type]
    return staff


def this_quarter(title: str = "Ученики доходят") -> Objective:
    return make_objective(title, quarter_of(timezone.localdate()).from_on)


def open_programme(staff: Staff) -> None:
    today = timezone.localdate()
    programme.open_programme(
        starts_on=today - timedelta(days=45),
        ends_on=today + timedelta(days=75),
        actor="staff:1",
        now=timezone.now(),
    )
    for row, value in (("tasks_with_owner", "50%"), ("client_ltv", "~50 000")):
        point = ToldPoint(
            row=row, value=value, measured_on=today - timedelta(days=45), source="доска задач"
        )
        success.tell_point_a(point, by_id=staff.pk, actor="staff:1", now=timezone.now())
    for row, target in (("tasks_with_owner", "80%"), ("client_ltv", "~150 000")):
        success.set_target(row, target, by_id=staff.pk, actor="staff:1", now=timezone.now())


def test_a_coordinator_is_refused_and_a_stranger_signs_in(client: Client, school: School) -> None:
    assert client.get("/goals/").status_code == 302
    client.force_login(member("coordinator").user)  # type: ignore[arg-type]
    assert client.get("/goals/").status_code == 403


def test_who_only_looks_cannot_write(client: Client, school: School) -> None:
    client.force_login(member("mentor").user)  # type: ignore[arg-type]
    goal = make_key_result(this_quarter())

    assert "Поставить цель" not in client.get("/goals/").text
    assert client.get("/goals/objectives/new/").status_code == 403
    assert client.post(f"/goals/results/{goal.pk}/drop/").status_code == 403


def test_an_empty_quarter_says_what_to_do(client: Client, head: Staff) -> None:
    page = client.get("/goals/").text

    assert "Целей на этот квартал ещё нет" in page
    assert "Назовите, к чему хотите прийти" in page


@pytest.mark.requirement("R-348")
def test_a_key_result_is_written_down_by_a_plain_form_and_refused_without_a_target(
    client: Client, head: Staff
) -> None:
    objective = this_quarter()
    told = {
        "title": "Доходимость",
        "figure": "",
        "unit": "share",
        "direction": "up",
        "start": "24%",
        "target": "",
    }
    refused = client.post(f"/goals/objectives/{objective.pk}/results/new/", told)
    wordy = client.post(
        f"/goals/objectives/{objective.pk}/results/new/", {**told, "target": "вырасти"}
    )
    unitless = client.post(
        f"/goals/objectives/{objective.pk}/results/new/", {**told, "target": "49%", "unit": ""}
    )
    assert [one.status_code for one in (refused, wordy, unitless)] == [200, 200, 200]
    assert "Нужно число" in wordy.text
    assert not KeyResult.objects.exists()

    saved = client.post(f"/goals/objectives/{objective.pk}/results/new/", {**told, "target": "49%"})
    assert (saved.status_code, KeyResult.objects.get().target) == (302, "49%")


def test_a_figure_is_not_measured_in_a_unit_of_another_kind(client: Client, head: Staff) -> None:
    told = {
        "title": "Продажи",
        "figure": "repeat_sales:net",
        "unit": "share",
        "direction": "up",
        "start": "0",
        "target": "49",
    }
    page = client.post(f"/goals/objectives/{this_quarter().pk}/results/new/", told).text

    assert "Этот показатель считаем в других единицах" in page


@pytest.mark.requirement("R-349")
def test_a_kpi_gets_its_fact_by_hand_with_a_source(client: Client, head: Staff) -> None:
    kpi = make_kpi()
    today = timezone.localdate().isoformat()
    client.post(f"/goals/kpi/{kpi.pk}/fact/", {"value": "3141", "on_date": today, "source": ""})
    assert "3\u00a0141" not in client.get("/goals/").text

    client.post(
        f"/goals/kpi/{kpi.pk}/fact/", {"value": "3141", "on_date": today, "source": "план недели"}
    )
    page = client.get("/goals/").text
    assert "3\u00a0141" in page
    assert "план недели" in page
    assert "каждую неделю" in page


def test_nobody_types_what_is_counted(client: Client, head: Staff) -> None:
    goal = make_key_result(this_quarter(), metric="refund_share", part="count_share")
    today = timezone.localdate().isoformat()

    assert "Внести значение" not in client.get(f"/goals/results/{goal.pk}/").text
    client.post(f"/goals/results/{goal.pk}/fact/", {"value": "1", "on_date": today, "source": "я"})
    assert "считается сам" in client.get(f"/goals/results/{goal.pk}/").text


@pytest.mark.requirement("R-350")
def test_one_level_without_the_other_is_flagged(client: Client, head: Staff) -> None:
    make_kpi()
    assert "KPI есть, а целей квартала" in client.get("/goals/").text

    make_key_result(this_quarter())
    page = client.get("/goals/").text
    assert "KPI есть, а целей квартала" not in page
    assert "а постоянных показателей нет" not in page

    Kpi.objects.update(dropped_at=timezone.now())
    assert "а постоянных показателей нет" in client.get("/goals/").text


@pytest.mark.requirement("R-354")
@pytest.mark.requirement("R-355")
def test_each_panel_shows_four_figures_with_baseline_and_target(
    client: Client, head: Staff
) -> None:
    open_programme(head)
    page = client.get("/goals/").text

    panels = page.split("pv-goals--panel")[1:]
    assert [one.split("</table>")[0].count("<tr") - 1 for one in panels] == [4, 4]
    assert "доска задач" in panels[0]
    assert f"~150{NBSP}000{NBSP}₽" in panels[1]
    assert "осталось 45" in panels[0].replace(NBSP, " ")


@pytest.mark.requirement("R-351")
def test_point_a_by_hand_changes_only_with_a_reason(client: Client, head: Staff) -> None:
    open_programme(head)
    told = {"value": "60%", "measured_on": "2026-07-01", "source": "чат"}
    refused = client.post("/goals/success/tasks_with_owner/before/", told)
    assert "нельзя изменить без причины" in refused.text

    client.post(
        "/goals/success/tasks_with_owner/before/", {**told, "reason": "Нашли задачи в чате"}
    )
    assert PointA.objects.get(row="tasks_with_owner", replaced_at=None).told == "60%"


@pytest.mark.requirement("R-352")
def test_a_target_for_ninety_days_is_set_on_the_page_of_its_figure(
    client: Client, head: Staff
) -> None:
    open_programme(head)
    client.post("/goals/success/approvals/target/", {"target": "до 8 ч"})

    assert "до 8 ч" in client.get("/goals/success/approvals/").text
    assert f"до{NBSP}8{NBSP}ч" in client.get("/goals/").text
    wrong = client.post("/goals/success/approvals/target/", {"target": "быстрее"})
    assert "Нужно число" in wrong.text
    assert client.get("/goals/success/no_such_row/").status_code == 404


@pytest.mark.requirement("R-027")
def test_the_strategy_shows_initiatives_and_what_moves_them(client: Client, head: Staff) -> None:
    told = {
        "title": "Путь после покупки",
        "owner": head.pk,
        "starts_on": "2026-07-01",
        "last_on": "2027-06-30",
    }
    client.post("/goals/strategy/new/", told)
    part = Initiative.objects.get()
    assert "ни одна цель её не двигает" in client.get("/goals/").text

    quarter = quarter_of(timezone.localdate()).from_on.isoformat()
    objective = {"title": "Второй шаг", "quarter_on": quarter, "initiative": part.pk}
    client.post("/goals/objectives/new/", objective)
    page = client.get("/goals/").text
    assert "часть стратегии: Путь после покупки" in page
    assert "ни одна цель её не двигает" not in page

    longer = client.post("/goals/strategy/new/", {**told, "title": "Б", "last_on": "2027-07-01"})
    assert "двенадцать месяцев" in longer.text


@pytest.mark.requirement("R-360")
def test_cohorts_show_plan_and_fact_and_those_without_goals(client: Client, head: Staff) -> None:
    now, today = timezone.now(), timezone.localdate()
    for name in ("Поток 1", "Поток 2"):
        fields = CohortFields(
            name=name,
            product_id=None,
            parent_id=None,
            starts_on=today - timedelta(days=7),
            ends_on=None,
            curator_id=None,
        )
        cohort = learning.create_cohort(fields, now=now, actor="staff:1")
    learning.set_goal(cohort.pk, "repeat_sales", target=100_000_00, now=now, actor="staff:1")

    page = client.get("/goals/").text
    assert page.count("без целей") == 1
    assert f"100{NBSP}000{NBSP}₽" in page


@pytest.mark.requirement("R-361")
def test_the_example_goals_are_loaded_by_one_button(client: Client, head: Staff) -> None:
    client.post("/goals/examples/", {"quarter": ""})
    client.post("/goals/examples/", {"quarter": ""})
    page = client.get("/goals/").text

    assert KeyResult.objects.count() == 10
    for target in ("96–100%", "95–98", "49%", "~80%", "~2%", "10+", "4,7%"):
        assert f'data-label="Цель">{target}</td>' in page, target
    for target in (f"до{NBSP}2{NBSP}ч", f"~150{NBSP}000{NBSP}₽", f"до{NBSP}70%"):
        assert f'data-label="Цель">{target}</td>' in page, target


def test_a_dropped_goal_comes_back(client: Client, head: Staff) -> None:
    goal = make_key_result(this_quarter())
    page = client.post(f"/goals/results/{goal.pk}/drop/", follow=True).text
    assert "Цель снята" in page
    assert client.get(f"/goals/results/{goal.pk}/").status_code == 404

    client.post(f"/goals/results/{goal.pk}/restore/")
    assert client.get(f"/goals/results/{goal.pk}/").status_code == 200
    assert client.post("/goals/nothing/1/drop/").status_code == 404


@pytest.mark.requirement("R-357")
@pytest.mark.requirement("R-358")
def test_the_file_says_what_the_screen_says(client: Client, head: Staff) -> None:
    make_key_result(
        this_quarter(), title="LTV", unit=Unit.MONEY, start="~50 000", target="~150 000", months=4
    )
    make_kpi(target="10+")
    open_programme(head)
    screen = client.get("/goals/").text
    rows = list(
        csv.DictReader(
            io.StringIO(client.get("/goals/export/").content.decode("utf-8-sig")), delimiter=";"
        )
    )

    assert [len(rows), rows[0]["Окно"]] == [10, f"за 4{NBSP}мес."]
    assert rows[0]["Цель"] == f"~150{NBSP}000{NBSP}₽"
    for row in rows:
        for column in ("Показатель", "Было", "Сейчас", "Цель", "Окно"):
            assert row[column] in screen, row
    assert client.get("/goals/export/xlsx/").content.startswith(b"PK")


def test_the_page_costs_the_same_with_one_goal_and_with_thirty(client: Client, head: Staff) -> None:
    open_programme(head)
    client.get("/goals/")
    costs = []
    for count in (1, 29):
        for nth in range(count):
            make_key_result(this_quarter(f"Цель {count}.{nth}"))
            make_kpi(f"KPI {count}.{nth}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/goals/").status_code == 200
        costs.append(len(asked))

    assert costs[0] == costs[1]

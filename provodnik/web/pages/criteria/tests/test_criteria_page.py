"""By which criteria everybody is judged, as they see it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.decisions.goals import services as goals
from provodnik.decisions.goals.models import Kpi
from provodnik.decisions.goals.types import Every, KpiFields, Measure
from provodnik.decisions.pay.tests.conftest import Team
from provodnik.decisions.quality.tests.factories import check, drawn_of
from provodnik.facts.team.services import give_account
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.lake.tests.journals import NOW
from provodnik.method import queries as method
from provodnik.metrics.definition import Unit
from provodnik.web.tests.members import cost_of, sign_in

ADDRESS = "/me/criteria/"


def shown(client: Client, query: str = "") -> str:
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def enter(team: Team, client: Client, who: str) -> int:
    with schools.inside(team.school.pk):
        user = make_user(f"{who}@school.test")
        give_account(team.people[who], user=user, now=NOW, actor="system")
    client.force_login(user)
    return team.people[who]


@pytest.mark.requirement("R-015")
def test_a_curator_sees_own_figures_with_plan_and_weight(team: Team, client: Client) -> None:
    month = f"{timezone.localdate():%Y-%m}"
    team.tell(f"vera ticket_opened {month}-01T10:00 item=t1")
    team.tell(f"vera ticket_answered {month}-01T10:30 item=t1 staff=daria")
    daria = enter(team, client, "daria")

    page = shown(client)

    assert "В плане 1 из 1 показателя" in page
    assert f'href="/pay/people/{daria}/rows/kpi/curators_response/?month={month}"' in page
    for words in ("Скорость ответа", "Доходимость", "вес 20% базы", "вес 30% базы", "49,0%"):
        assert words in page
    assert "от <span data-typed>50%</span> до <span data-typed>130%</span> плана" in page
    assert "не измерено" in page


@pytest.mark.requirement("R-015")
def test_own_grade_and_what_the_next_one_takes(team: Team, client: Client) -> None:
    enter(team, client, "egor")

    page = shown(client)

    mine, above = page.index("ваш грейд"), page.index("следующий")
    assert page.index("Стажёр") < mine < page.index("Старший куратор") < above
    assert above < page.index("Три месяца в плане по доходимости") < page.index("Координатор")
    assert "пока не предлагает продукты" in page


@pytest.mark.requirement("R-011")
def test_the_reward_of_an_offer_is_explained_where_it_leads(team: Team, client: Client) -> None:
    enter(team, client, "anna")

    page = shown(client, "?price=1290000")

    assert "ваше вознаграждение примерно 645 ₽: 5% от 12 900 ₽" in page


@pytest.mark.requirement("R-015")
def test_lists_that_check_my_work_come_with_my_own_score(school: School, client: Client) -> None:
    me, head = sign_in(client, "curator", "Светлана"), make_staff("Ольга")
    other = make_staff("Анна")
    at = timezone.now() - timedelta(hours=1)
    check(drawn_of(me.pk, 1, at=at), head.pk, failed="warm", at=at)
    check(drawn_of(other.pk, 2, at=at), head.pk, at=at)

    page = shown(client)

    assert "1 проверка" in page
    assert f'href="/quality/checks/?staff={me.pk}&amp;artefact=message"' in page
    for point in method.quality_settings().checklists[0].points:
        assert point.text in page
    assert "Протокол встречи" not in page


@pytest.mark.requirement("R-015")
def test_a_role_without_a_scheme_is_judged_by_its_goals(school: School, client: Client) -> None:
    me, other = sign_in(client, "marketer", "Кирилл"), make_staff("Анна")
    for owner, title in ((me, "Заявки"), (other, "Звонки")):
        told = KpiFields(
            measure=Measure(title=title, unit=Unit.COUNT),
            every=Every.WEEK,
            target="40",
            owner_id=owner.pk,
        )
        goals.save_kpi(told, actor="system", now=timezone.now())

    page = shown(client)

    assert Kpi.objects.count() == 2
    assert "Заявки" in page and "Звонки" not in page


def test_every_role_has_the_page_and_an_empty_one_says_what_to_do(school: School) -> None:
    for role in method.roles().roles:
        client = Client()
        sign_in(client, str(role.key), "Кто-то")

        page = shown(client)

        assert f'href="{ADDRESS}"' in page
        if role.key in ("sales_manager", "mentor"):
            assert "Договоритесь с руководителем" in page


def test_a_stranger_signs_in(school: School, client: Client) -> None:
    assert client.get(ADDRESS).status_code == 302


def test_a_large_team_costs_as_many_queries_as_a_small_one(school: School, client: Client) -> None:
    me = sign_in(client, "curator", "Светлана")
    small = cost_of(client, ADDRESS)
    at = timezone.now() - timedelta(hours=1)
    head = make_staff("Ольга")
    for nth in range(1, 6):
        make_staff(f"Анна {nth}")
        check(drawn_of(me.pk, nth, at=at), head.pk, at=at)

    assert cost_of(client, ADDRESS) == small

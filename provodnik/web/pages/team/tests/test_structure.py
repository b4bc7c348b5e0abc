"""Who reports to whom, as every member sees it, and as the head mends it."""

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.decisions.goals.tests.factories import make_key_result, make_objective
from provodnik.facts.team.models import Staff
from provodnik.facts.team.services import set_manager
from provodnik.facts.team.tests.factories import MONDAY, make_staff
from provodnik.kernel.models import School
from provodnik.kernel.periods import quarter_of
from provodnik.method import queries as method
from provodnik.web.tests.members import cost_of, sign_in

ADDRESS = "/team/structure/"


def shown(client: Client) -> str:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


@pytest.mark.requirement("R-016")
def test_every_role_sees_the_tree_and_the_shared_goals(school: School) -> None:
    owner = make_staff("Марина Белова", "owner")
    goal = make_objective("Ученики доходят", quarter_of(timezone.localdate()).from_on)
    make_key_result(goal)

    for role in method.roles().roles:
        client = Client()
        me = sign_in(client, str(role.key), f"Кто-то {role.key}")
        set_manager(me.pk, owner.pk, now=MONDAY, actor="system")

        page = shown(client)

        assert "Марина Белова" in page
        assert "руководитель Марина Белова" in page
        assert "Ученики доходят" in page and "цель 80%" in page
        assert 'href="/team/structure/"' in page


@pytest.mark.requirement("R-016")
def test_a_colleague_without_a_manager_is_flagged_and_mended_by_a_plain_form(
    school: School, client: Client
) -> None:
    owner = make_staff("Марина Белова", "owner")
    head = sign_in(client)
    set_manager(head.pk, owner.pk, now=MONDAY, actor="system")
    anna = make_staff("Анна Лебедева")
    flagged = shown(client)

    sent = client.post(f"/team/{anna.pk}/manager/", {"manager": head.pk})

    assert "Без руководителя 1 сотрудник" in flagged
    assert f'action="/team/{anna.pk}/manager/"' in flagged
    assert sent.headers["Location"] == ADDRESS
    assert Staff.objects.get(pk=anna.pk).manager_id == head.pk
    assert "В команде 3 человека, все знают, кому подчиняются" in shown(client)


@pytest.mark.requirement("R-016")
def test_a_circle_is_refused_in_words(school: School, client: Client) -> None:
    head, anna = sign_in(client), make_staff("Анна Лебедева")
    set_manager(anna.pk, head.pk, now=MONDAY, actor="system")

    sent = client.post(f"/team/{head.pk}/manager/", {"manager": anna.pk}, follow=True)

    assert "Ольга Седова окажется над самим собой" in sent.content.decode()
    assert Staff.objects.get(pk=head.pk).manager_id is None


def test_a_manager_is_taken_away_on_the_card(school: School, client: Client) -> None:
    head, anna = sign_in(client), make_staff("Анна Лебедева")
    set_manager(anna.pk, head.pk, now=MONDAY, actor="system")

    card = client.get(f"/team/{anna.pk}/").content.decode()
    client.post(f"/team/{anna.pk}/manager/", {"manager": ""})

    assert f'<option value="{head.pk}" selected>' in card
    assert Staff.objects.get(pk=anna.pk).manager_id is None


def test_a_member_sees_no_form_and_may_not_set_managers(school: School, client: Client) -> None:
    me, anna = sign_in(client, "trainee", "Полина"), make_staff("Анна Лебедева")

    page = shown(client)
    refused = client.post(f"/team/{anna.pk}/manager/", {"manager": me.pk})

    assert "/manager/" not in page and "ведёт команду" in page
    assert refused.status_code == 403
    assert client.get("/team/").status_code == 403


def test_a_stranger_signs_in(school: School, client: Client) -> None:
    assert client.get(ADDRESS).status_code == 302


def test_a_large_team_costs_as_many_queries_as_a_small_one(school: School, client: Client) -> None:
    head = sign_in(client)
    small = cost_of(client, ADDRESS)
    for nth in range(30):
        anna = make_staff(f"Анна {nth}")
        if nth % 2:
            set_manager(anna.pk, head.pk, now=MONDAY, actor="system")

    assert cost_of(client, ADDRESS) == small

"""What departments owe each other, on one page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.people.models import ClientKey
from provodnik.facts.people.services import goals
from provodnik.facts.sales.models import DepartmentRequest, MarketingPack, PackItem, SalesHandoff
from provodnik.facts.sales.queries.exchange import handoff_of
from provodnik.facts.sales.services import exchange
from provodnik.facts.sales.tests.factories import ACTOR, make_client
from provodnik.facts.sales.types import NewRequest
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.web.tests.members import cost_of, sign_in

pytestmark = pytest.mark.django_db


def seen(client: Client) -> str:
    response = client.get("/exchange/")
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


@pytest.mark.requirement("R-444")
def test_pains_go_to_marketing_and_come_back_as_content(school: School, client: Client) -> None:
    sign_in(client)
    pain = goals.add_pain("Страх испортить волосы")
    student = make_client(goal=None)
    goals.record_goal(
        student.pk, text="Не бояться", pain_id=pain.pk, now=timezone.now(), actor="system"
    )

    assert f"/exchange/heard/{pain.pk}/" in seen(client)
    assert told_behind(client, pain.pk) == (1, ["Не бояться"])
    client.post("/exchange/packs/", {"title": "Ноябрь"})
    pack, item = MarketingPack.objects.get(), PackItem.objects.get(kind="pain")
    client.post(f"/exchange/packs/{pack.pk}/received/")
    client.post(f"/exchange/packs/items/{item.pk}/", {"used_in": "Пост «Блонд без страха»"})

    page = seen(client)
    assert (item.pain_id, item.heard) == (pain.pk, 1)
    assert "получено" in page
    assert "Пост «Блонд без страха»" in page


def told_behind(client: Client, pain_id: int) -> tuple[int, list[str]]:
    """How often a pain was heard, and the goals that named it, as its page shows them."""
    heard = client.get(f"/exchange/heard/{pain_id}/").context["heard"]
    return heard.total, [row.text for row in heard.rows]


def test_goals_of_long_ago_and_of_another_pain_are_not_behind_the_count(
    school: School, client: Client
) -> None:
    sign_in(client)
    pain, other = goals.add_pain("Низкий чек"), goals.add_pain("Страх")
    for text, of, days in (("Поднять чек", pain, 89), ("Давно", pain, 91), ("Чужое", other, 1)):
        goals.record_goal(
            make_client(goal=None).pk,
            text=text,
            pain_id=of.pk,
            now=timezone.now() - timedelta(days=days),
            actor="system",
        )

    assert told_behind(client, pain.pk) == (1, ["Поднять чек"])
    assert client.get("/exchange/heard/999999/").status_code == 404


@pytest.mark.requirement("R-446")
def test_a_question_has_a_term_and_an_answer_and_goes_to_another_department(
    school: School, client: Client
) -> None:
    sign_in(client)
    told = {"topic": "Скидка в рекламе", "from_department": "product", "to_department": "product"}

    same = client.post("/exchange/requests/", told)
    client.post("/exchange/requests/", {**told, "to_department": "marketing"})

    assert "этот и спрашивает" in same.content.decode()
    request = DepartmentRequest.objects.get()
    assert request.due_at > request.asked_at
    client.post(f"/exchange/requests/{request.pk}/", {"answer": "  "})
    assert DepartmentRequest.objects.get().answered_at is None
    client.post(f"/exchange/requests/{request.pk}/", {"answer": "Скидки нет"})
    assert "Скидки нет" in seen(client)


def test_a_broken_term_is_said_first(school: School, client: Client) -> None:
    staff = sign_in(client)
    asked_at = timezone.now() - timedelta(days=30)
    exchange.ask(NewRequest("Сроки", "sales", "product"), by_id=staff.pk, now=asked_at)

    page = seen(client)

    assert "1 вопрос других отделов без ответа в срок" in page
    assert "срок прошёл" in page


@pytest.mark.requirement("R-447")
def test_sales_hand_over_promises_and_the_coordinator_reads_them(
    school: School, client: Client
) -> None:
    anna = sign_in(client, "coordinator", "Анна Лебедева")
    student = make_client("Наталья Ремизова", coordinator=anna)
    ClientKey.objects.create(
        school_id=school.pk, kind="email", value="n@example.org", client=student
    )
    told = {"who": "n@example.org", "promises": "Разбор трёх работ", "context": "Боится блонда"}

    client.post("/exchange/handoffs/", told)

    row = handoff_of(student.pk)
    assert row is not None
    assert (row.promises, row.seen_at) == ("Разбор трёх работ", None)
    assert "1 передача продаж не прочитана" in seen(client)
    client.post(f"/exchange/handoffs/{student.pk}/seen/")
    assert SalesHandoff.objects.get().seen_by_id == anna.pk
    client.post("/exchange/handoffs/", {**told, "context": "Хочет свой кабинет"})
    assert SalesHandoff.objects.get().seen_at is None, "new words are read anew"


def test_a_lead_is_taken_by_one_seller(school: School, client: Client) -> None:
    vadim = make_staff("Вадим Котов", "sales_manager")
    sign_in(client)
    student = make_client()
    exchange.hand_leads(
        [student.pk],
        launch_id=None,
        reason="Пришла на эфир",
        by_id=None,
        actor=ACTOR,
        now=timezone.now(),
    )
    from provodnik.facts.sales.models import WarmLead

    lead = WarmLead.objects.get()
    exchange.take_lead(lead.pk, by_id=vadim.pk, now=timezone.now())

    response = client.post(f"/exchange/leads/{lead.pk}/", follow=True)

    assert "Вадим Котов" in response.content.decode()
    assert WarmLead.objects.get().taken_by_id == vadim.pk


def test_a_coordinator_reads_only_promises_of_own_students(school: School, client: Client) -> None:
    anna = sign_in(client, "coordinator", "Анна Лебедева")
    mine, other = make_client("Своя Ученица", coordinator=anna), make_client("Чужая Ученица")
    for student in (mine, other):
        exchange.hand_over(
            student.pk,
            promises="Разбор",
            context="",
            is_unclear=False,
            by_id=anna.pk,
            now=timezone.now(),
        )

    page = seen(client)

    assert "Своя Ученица" in page
    assert "Чужая Ученица" not in page
    assert client.post(f"/exchange/handoffs/{other.pk}/seen/").status_code == 404


def test_strangers_and_colleagues_without_the_right_are_refused(
    school: School, client: Client
) -> None:
    assert client.get("/exchange/").status_code == 302
    sign_in(client, "curator")
    assert client.get("/exchange/").status_code == 403


def test_the_page_costs_the_same_at_any_length(school: School, client: Client) -> None:
    staff = sign_in(client)
    costs = []
    for length in (1, 30):
        for number in range(length):
            new = NewRequest(f"Вопрос {number}", "sales", "product")
            exchange.ask(new, by_id=staff.pk, now=timezone.now())
            exchange.hand_over(
                make_client().pk,
                promises="Разбор",
                context="",
                is_unclear=False,
                by_id=staff.pk,
                now=timezone.now(),
            )
        costs.append(cost_of(client, "/exchange/"))

    assert costs[0] == costs[1]

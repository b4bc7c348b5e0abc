"""Who is who as people meet it: owners, the client's people, decisions, the grid."""

import copy
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provodnik.facts.people.models import Client
from provodnik.facts.people.relations import queries, services
from provodnik.facts.people.relations.models import ClientContact, Decision
from provodnik.facts.people.relations.types import ChangeState, ContactFields, Who
from provodnik.facts.people.services import assign_coordinator, enter_stage
from provodnik.facts.people.tests.factories import MONDAY, make_client
from provodnik.facts.people.types import ClientKind
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import School
from provodnik.method import queries as method
from provodnik.method import services as method_services
from provodnik.method.types import Section

pytestmark = pytest.mark.django_db
HEAD = "head_of_product_and_service"


def browser(role: str = HEAD) -> tuple[Browser, Staff]:
    user = make_user()
    staff = make_staff(f"Роль {role}", role=role, user=user)
    client = Browser()
    client.force_login(user)
    return client, staff


def company() -> Client:
    return make_client("Сеть салонов «Тон»", kind=ClientKind.COMPANY)


def contact(client: Client, name: str, role: str, *, decides: bool = False) -> ClientContact:
    fields = ContactFields(name, role, phone="8 900 1", decides=decides)
    return services.add_contact(client.pk, fields, now=MONDAY, actor="system")


def page(client: Browser, address: str) -> str:
    return client.get(address).content.decode()


def of(client: Client) -> str:
    return f"/students/{client.pk}/relations/"


@pytest.mark.requirement("R-002")
def test_the_onboarding_item_is_red_until_an_owner_is_named_on_the_page(school: School) -> None:
    head, _ = browser()
    anna = make_staff("Анна Лебедева")
    client = make_client()
    enter_stage(client.pk, "onboarding", now=MONDAY, actor="system")

    assert "нет хозяина" in page(head, of(client))
    assert "выполнено 0 из 4" in page(head, f"/stages/{client.pk}/")
    for part in ("account", "deadlines"):
        posted = {"owner-part": part, "owner-staff": anna.pk}
        assert head.post(f"{of(client)}owners/", posted).status_code == 302

    assert "за отношения отвечает Анна Лебедева" in page(head, of(client))
    assert "выполнено 1 из 4" in page(head, f"/stages/{client.pk}/")
    card = page(head, f"/students/{client.pk}/")
    assert "Отношения с клиентом" in card and "Анна Лебедева" in card and of(client) in card

    head.post(f"{of(client)}owners/release/", {"part": "account", "staff": anna.pk})
    assert "нет хозяина" in page(head, of(client))


@pytest.mark.requirement("R-003")
def test_people_of_the_client_are_listed_by_role_and_the_leader_is_named(school: School) -> None:
    head, _ = browser()
    client = company()
    for name, role in (("Вера", "specialist"), ("Пётр", "owner_director")):
        posted = {"contact-name": name, "contact-side_role": role, "contact-phone": "8 900 77"}
        head.post(f"{of(client)}contacts/", posted)

    shown = page(head, of(client))
    assert shown.index("Пётр") < shown.index("Вера") and "8 900 77" in shown
    assert "Если вопрос застрял, зовём: Пётр, собственник или директор" in shown
    card = page(head, f"/students/{client.pk}/")
    assert card.index("Собственник или директор") < card.index("Специалист")

    petr = ClientContact.objects.get(name="Пётр")
    one = f"{of(client)}contacts/{petr.pk}/"
    assert "8 900 77" in page(head, one)
    head.post(one, {"name": "Пётр Ильин", "side_role": "operational_lead"})
    assert "зовём: Пётр Ильин, операционный руководитель" in page(head, of(client))
    head.post(f"{one}remove/")
    assert "звать некого" in page(head, of(client))
    assert head.get(one).status_code == 404


def test_a_form_without_a_name_comes_back_open(school: School) -> None:
    head, _ = browser()
    client = company()

    answer = head.post(f"{of(client)}contacts/", {"contact-side_role": "specialist"})
    assert answer.status_code == 200
    assert "pv-field--wrong" in answer.content.decode()
    assert not ClientContact.objects.exists()


@pytest.mark.requirement("R-005")
def test_an_advisers_change_waits_on_the_page_for_who_decides(school: School) -> None:
    head, member = browser("curator")
    client = company()
    assign_coordinator(client.pk, staff_id=member.pk, now=MONDAY, actor="system")
    boss = contact(client, "Пётр", "owner_director", decides=True)
    adviser = contact(client, "Вера", "specialist")
    words = {"priority-what": "Сначала блонд", "priority-why": "сезон"}

    said = head.post(f"{of(client)}priorities/", {**words, "priority-who": adviser.pk}, follow=True)
    shown = said.content.decode()
    assert "Записано, нужно подтверждение: Пётр." in shown
    assert "1\u00a0изменение приоритетов ждёт подтверждения" in shown
    change = queries.changes_of(client.pk)[0]

    settle = f"{of(client)}priorities/{change.id}/"
    refused = head.post(settle, {"who": adviser.pk, "answer": "confirm"}).content.decode()
    assert "Вера советует, но не решает. Решает Пётр." in refused
    stranger = contact(company(), "Чужой", "owner_director", decides=True)
    head.post(settle, {"who": stranger.pk, "answer": "confirm"})
    assert queries.changes_of(client.pk)[0].state is ChangeState.NEEDS_CONFIRMATION

    head.post(settle, {"who": boss.pk, "answer": "confirm"})
    assert queries.changes_of(client.pk)[0].state is ChangeState.CONFIRMED
    assert "ждёт подтверждения" not in page(head, of(client))
    told = page(head, f"/students/{client.pk}/")
    assert "Изменение приоритетов" in told and "Сначала блонд" in told
    assert f"priority:{change.id}" not in told


@pytest.mark.requirement("R-006")
def test_a_hypothesis_of_a_non_approver_is_refused_in_words_and_kept_in_the_form(
    school: School,
) -> None:
    curator, member = browser("curator")
    head, _ = browser()
    client = company()
    assign_coordinator(client.pk, staff_id=member.pk, now=MONDAY, actor="system")
    posted = {
        "decision-kind": "hypothesis",
        "decision-what": "Пробуем разборы",
        "decision-why": "учат быстрее",
        "decision-who": "me",
        "decision-valid_from_on": timezone.localdate().isoformat(),
    }

    refused = curator.post(f"{of(client)}decisions/", posted).content.decode()
    assert "«Гипотеза»: решение принимает РОПиС, Продюсер." in refused
    assert "Пробуем разборы" in refused
    assert not Decision.objects.exists()

    assert head.post(f"{of(client)}decisions/", posted).status_code == 302
    assert "Пробуем разборы" in page(head, of(client))


@pytest.mark.requirement("R-006")
def test_onboarding_prints_by_which_rules_decisions_are_taken(school: School) -> None:
    head, _ = browser()
    client = make_client()
    rules = [rule.how for rule in queries.decision_rules()]
    enter_stage(client.pk, "onboarding", now=MONDAY, actor="system")

    for address in (of(client), f"/stages/{client.pk}/"):
        shown = page(head, address)
        assert all(how in shown for how in rules)
        assert "Собственник, Продюсер, нужно согласие клиента" in shown

    enter_stage(client.pk, "stabilisation", now=timezone.now(), actor="system")
    assert rules[0] not in page(head, f"/stages/{client.pk}/")


@pytest.mark.requirement("R-004")
def test_the_grid_by_stages_names_its_gaps(school: School) -> None:
    head, _ = browser()
    whole = page(head, "/raci/")
    assert "У каждого шага есть кто делает и кто утверждает" in whole
    stages = [stage.title for stage in method.lifecycle().in_order()]
    places = [whole.index(title) for title in stages]
    assert places == sorted(places)

    body: dict[str, Any] = copy.deepcopy(dict(method.document(Section.RELATIONS).body))
    body["raci"][0]["approves"] = None
    method_services.edit(Section.RELATIONS, body, by=1, now=MONDAY, reason="Ещё не решили")

    holed = page(head, "/raci/")
    assert "1\u00a0строка без того, кто делает или утверждает" in holed
    assert holed.count("data-row>") == 1 and "никто" in holed


def test_a_stranger_sees_nothing_and_who_may_not_edit_gets_no_forms(school: School) -> None:
    client = company()
    contact(client, "Пётр", "owner_director")
    assert Browser().get(of(client)).status_code == 302, "sent to sign in"

    coordinator, _ = browser("coordinator")
    assert coordinator.get(of(client)).status_code == 404, "not their client"
    assert coordinator.post(f"{of(client)}owners/", {}).status_code == 404

    producer, _ = browser("producer")
    shown = page(producer, of(client))
    assert "Пётр" in shown and "8 900 1" not in shown and "Назвать хозяина" not in shown
    assert producer.post(f"{of(client)}owners/", {}).status_code == 403
    marketer, _ = browser("marketer")
    assert marketer.get(of(client)).status_code == 403
    assert marketer.get("/raci/").status_code == 200


def test_a_long_history_costs_the_page_no_more_queries(school: School) -> None:
    head, staff = browser()
    client = company()

    def read() -> int:
        with CaptureQueriesContext(connection) as told:
            assert head.get(of(client)).status_code == 200
        return len(told)

    def fill(number: int) -> None:
        contact(client, f"Имя {number}", "specialist")
        who, now = Who(staff_id=staff.pk), timezone.now()
        words = f"что {number}"
        services.ask_priority(client.pk, what=words, why="так", who=who, now=now, actor="system")

    fill(0)
    read()
    one = read()
    for number in range(1, 12):
        fill(number)
    assert read() == one

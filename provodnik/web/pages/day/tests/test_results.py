"""My month, the team's month, the talks under their numbers, and handing work over."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from provodnik.facts.people.models import Client as Student
from provodnik.facts.people.types import ClientKind
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import School
from provodnik.method import queries as method_queries
from provodnik.outcomes.services import rebuild
from provodnik.touches.queue import services
from provodnik.touches.queue.models import HandOver, Touch
from provodnik.touches.queue.types import NO_SCRIPT, Outcome, TouchKind

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff("Анна Лебедева", user=make_user())


@pytest.fixture
def head(school: School) -> Staff:
    return make_staff("Ольга Седова", "head_of_product_and_service", user=make_user())


def browser(staff: Staff) -> Client:
    client = Client()
    assert staff.user is not None
    client.force_login(staff.user)
    return client


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def plan(owner: Staff, student: Student, kind: TouchKind = TouchKind.OFFER) -> Touch:
    return services.plan(
        client_id=student.pk,
        kind=kind,
        reason="Повод",
        occurrence=f"one {kind}",
        owner_id=owner.pk,
        product_id=make_product().pk if kind is TouchKind.OFFER else None,
        channel="coordinator_calls",
        stake_kopecks=12_900_00,
        actor="system",
        now=NOON - timedelta(hours=2),
    )


def talk(
    owner: Staff, name: str, outcome: Outcome = Outcome.REACHED, *, step: str = NO_SCRIPT
) -> Touch:
    touch = plan(owner, make_client(name, coordinator=owner))
    services.record_outcome(
        touch.pk, outcome, by_id=owner.pk, script_step=step, now=NOON - timedelta(hours=1)
    )
    touch.refresh_from_db()
    return touch


def numbers(html: str) -> dict[str, str]:
    """Name → value of every line of facts."""
    rows = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", html, re.DOTALL)
    return {name: re.sub(r"<[^>]+>", "", value).strip() for name, value in rows}


@pytest.mark.requirement("R-102", "R-115")
def test_my_month_counts_talks_what_they_brought_and_how_many_followed_the_script(
    anna: Staff,
) -> None:
    first_step = method_queries.scripts().script("after_module")
    assert first_step is not None
    sold = talk(anna, "Купила", Outcome.AGREED, step=str(first_step.steps[0].key))
    talk(anna, "Поговорили")
    talk(anna, "Молчит", Outcome.NO_ANSWER)
    talk(make_staff("Павел Елкин"), "Чужая")
    assert sold.product is not None
    buy(sold.client, sold.product, at=NOON - timedelta(minutes=5))
    rebuild(now=NOON)

    found = numbers(page(browser(anna), reverse("day:me")))

    assert (found["Касаний"], found["Разговоров"], found["Согласий"]) == ("3", "2", "1")
    assert (found["Принесли оплату"], found["Конверсия из разговора"]) == ("1", "50,0%")
    assert found["Разговоров по скрипту"] == "50,0%"


@pytest.mark.requirement("R-111")
def test_my_month_shows_the_four_duties(anna: Staff) -> None:
    talk(anna, "Наталья Ремизова")

    found = numbers(page(browser(anna), reverse("day:me")))

    duties = {duty.title for duty in method_queries.queue_settings().duties}
    assert len(duties) == 4
    assert duties <= set(found)
    assert found["Предложить"] == "1"


@pytest.mark.requirement("R-102")
def test_a_number_opens_to_the_touches_it_was_made_of(anna: Staff) -> None:
    talk(anna, "Согласна", Outcome.AGREED)
    talk(anna, "Молчит", Outcome.NO_ANSWER)
    client = browser(anna)
    html = page(client, reverse("day:me"))
    href = re.search(r'href="(/day/talks/[^"]*outcome=agreed[^"]*)"', html)
    assert href

    opened = page(client, href[1].replace("&amp;", "&"))

    assert "1 касание" in opened.replace("\u00a0", " ")
    assert "Согласна" in opened
    assert "Молчит" not in opened


def test_a_coordinator_sees_only_their_own_talks_whatever_the_address_asks(
    anna: Staff, head: Staff
) -> None:
    pavel = make_staff("Павел Елкин")
    talk(pavel, "Чужая")
    asked = f"{reverse('day:talks')}?staff={pavel.pk}"

    assert "Чужая" not in page(browser(anna), asked)
    assert "Чужая" in page(browser(head), asked)


def test_the_file_holds_what_the_screen_shows(anna: Staff, head: Staff) -> None:
    talk(anna, "Согласна", Outcome.AGREED)
    talk(anna, "Молчит", Outcome.NO_ANSWER)

    answer = browser(head).get(reverse("day:export_talks") + "?outcome=agreed")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in rows] == ["Ученик", "Согласна"]


@pytest.mark.requirement("R-096")
def test_the_team_is_seen_by_person_and_the_parts_make_the_total(anna: Staff, head: Staff) -> None:
    pavel = make_staff("Павел Елкин")
    talk(anna, "Раз")
    talk(anna, "Два")
    talk(pavel, "Три")
    plan(pavel, make_client("Ждёт", coordinator=pavel), TouchKind.SUPPORT)

    html = page(browser(head), reverse("day:team"))

    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', html, re.DOTALL)
    cells = {name: re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for name, row in rows}
    talks = {name: re.sub(r"<[^>]+>", "", row[3]) for name, row in cells.items()}
    assert (talks["Анна Лебедева"], talks["Павел Елкин"], talks["Вся команда"]) == ("2", "1", "3")
    assert re.sub(r"<[^>]+>", "", cells["Павел Елкин"][0]) == "1"


def test_students_of_a_coordinator_are_those_the_list_opens(anna: Staff, head: Staff) -> None:
    make_client("Ученица", coordinator=anna)
    company = make_client("Завод", coordinator=anna)
    Student.objects.filter(pk=company.pk).update(kind=ClientKind.COMPANY.value)

    html = page(browser(head), reverse("day:team"))

    row = dict(re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', html, re.DOTALL))[anna.name]
    opened = re.search(r'href="/students/\?coordinator=\d+">(\d+)<', row)
    assert opened is not None
    assert opened.group(1) == "1"


def test_deeds_without_an_owner_stand_in_a_row_of_their_own(anna: Staff, head: Staff) -> None:
    student = make_client("Ничей")
    kind, at = TouchKind.SUPPORT, NOON - timedelta(days=2)
    services.plan(
        client_id=student.pk, kind=kind, reason="Повод", occurrence="1", actor="system", now=at
    )

    html = page(browser(head), reverse("day:team"))
    opened = page(browser(head), reverse("day:waiting") + "?staff=0")

    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', html, re.DOTALL)
    waits = {
        name: re.sub(r"<[^>]+>", "", re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)[0])
        for name, row in rows
    }
    assert (waits["Без владельца"], waits["Вся команда"]) == ("1", "1")
    assert "Ничей" in opened
    assert '<option value="0">' not in html


def test_the_team_is_not_for_a_coordinator(anna: Staff) -> None:
    client = browser(anna)

    assert client.get(reverse("day:team")).status_code == 403
    assert client.post(reverse("day:hand_over"), {"giver": 1, "taker": 2}).status_code == 403


def test_the_team_costs_the_same_for_one_and_for_ten(anna: Staff, head: Staff) -> None:
    client = browser(head)
    page(client, reverse("day:team"))
    costs = []
    for more in (0, 9):
        for number in range(more):
            talk(make_staff(f"Координатор {number}"), f"Ученик {number}")
        method_queries._of_transaction.clear()
        with CaptureQueriesContext(connection) as queries:
            page(client, reverse("day:team"))
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_work_is_handed_over_whole_and_comes_back(anna: Staff, head: Staff) -> None:
    pavel = make_staff("Павел Елкин", user=make_user())
    student = make_client("Нина Орлова", coordinator=anna)
    open_one, done = plan(anna, student), talk(anna, "Готово")
    client = browser(head)
    told = {"giver": anna.pk, "taker": pavel.pk}

    answer = client.post(reverse("day:hand_over"), told, follow=True).content.decode()
    owners = dict(Touch.objects.values_list("pk", "owner_id"))
    assert "дел 1, учеников 2" in answer
    assert (owners[open_one.pk], owners[done.pk]) == (pavel.pk, anna.pk)
    assert set(Student.objects.values_list("coordinator_id", flat=True)) == {pavel.pk}

    client.post(reverse("day:undo_hand_over", args=[HandOver.objects.get().pk]))
    open_one.refresh_from_db()
    assert open_one.owner == anna
    assert set(Student.objects.values_list("coordinator_id", flat=True)) == {anna.pk}


def test_nothing_is_handed_over_to_oneself_or_without_a_choice(anna: Staff, head: Staff) -> None:
    plan(anna, make_client("Нина Орлова", coordinator=anna))
    client = browser(head)

    for told in ({"giver": anna.pk, "taker": anna.pk}, {}):
        assert client.post(reverse("day:hand_over"), told).status_code == 302

    assert not HandOver.objects.exists()

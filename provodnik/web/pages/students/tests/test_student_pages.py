"""The list of students and a student's card, as people meet them."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from provodnik.facts.learning.services import add_members, create_cohort
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.people.models import Client as Student
from provodnik.facts.people.models import Goal, Note
from provodnik.facts.people.services import enter_stage
from provodnik.facts.people.tests.factories import happened
from provodnik.facts.people.tests.factories import make_client as add_client
from provodnik.facts.people.types import ClientKind
from provodnik.facts.sales.tests.factories import buy, make_client, make_offer, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import School, Signal
from provodnik.method import queries as method_queries
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.types import TouchKind

pytestmark = pytest.mark.django_db

HEAD = "head_of_product_and_service"


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff("Анна Лебедева", user=make_user())


@pytest.fixture
def head(school: School) -> Staff:
    return make_staff("Ольга Седова", HEAD, user=make_user())


def browser(staff: Staff) -> Client:
    client = Client()
    assert staff.user is not None
    client.force_login(staff.user)
    return client


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def card(staff: Staff, student: Student, tail: str = "") -> str:
    return page(browser(staff), reverse("students:show", args=[student.pk]) + tail)


@pytest.mark.requirement("R-031")
def test_a_card_is_filled_from_data(anna: Staff) -> None:
    student = make_client("Наталья Ремизова", goal="Поднять чек", coordinator=anna)
    Student.objects.filter(pk=student.pk).update(phone="+79170001122", last_csat=500)
    course, ahead = make_product("Колорист с нуля"), make_product("Блонд без брака")
    buy(student, course, kopecks=54_000_00)
    make_offer(student, ahead, staff=anna)
    now = timezone.now()
    curator = make_staff("Дарья Мухина", "curator")
    cohort = create_cohort(
        CohortFields(name="Поток 14", product_id=course.pk, curator_id=curator.pk),
        now=now,
        actor="system",
    )
    add_members(cohort.pk, [student.pk], joined_at=now, actor="system")
    happened("lesson_viewed", student, now, item="Урок 6", product_id=course.pk)
    happened("homework_submitted", student, now, item="Урок 6", product_id=course.pk)
    happened("complaint_received", student, now, attrs={"text": "Долго проверяли работу"})
    queue.plan(
        client_id=student.pk,
        kind=TouchKind.SUPPORT,
        reason="Остановка на уроке 6",
        occurrence="pause",
        actor="system",
        now=now,
    )

    html = card(anna, student)

    for words in (
        "+79170001122",
        "Поднять чек",
        "Поток 14",
        "Дарья Мухина",
        "координатор Анна Лебедева",
        "Колорист с нуля",
        "54\u00a0000\u00a0₽",
        "Уроков открыто",
        "ДЗ проверено",
        "последняя оценка 5 из 5",
        "Остановка на уроке 6",
        "Блонд без брака",
        "Долго проверяли работу",
    ):
        assert words in html, words


@pytest.mark.requirement("R-032")
def test_a_goal_is_asked_for_and_recorded(anna: Staff) -> None:
    student = make_client(goal=None, coordinator=anna)
    assert "Цель не записана" in card(anna, student)

    browser(anna).post(reverse("students:goal", args=[student.pk]), {"text": "Свой кабинет"})

    assert Goal.objects.get(client=student).text == "Свой кабинет"
    assert "Свой кабинет" in card(anna, student)


@pytest.mark.requirement("R-034")
def test_a_group_and_a_company_have_cards_with_stages_and_touches(head: Staff) -> None:
    for kind, name in ((ClientKind.GROUP, "Группа 7"), (ClientKind.COMPANY, "Салон «Тон»")):
        client = add_client(name, kind=kind)
        enter_stage(client.pk, "growth", now=timezone.now(), actor="system")
        queue.plan(
            client_id=client.pk,
            kind=TouchKind.SUPPORT,
            reason="Обещали вернуться с ответом",
            occurrence="promise",
            owner_id=head.pk,
            actor="system",
            now=timezone.now(),
        )

        html = card(head, client)

        assert "Обещали вернуться с ответом" in html
        assert "этап 4 из 5" in html


@pytest.mark.requirement("R-035")
def test_a_student_without_a_coordinator_is_found_and_given_one(anna: Staff, head: Staff) -> None:
    lost = make_client("Олег Прохоров")
    buy(lost)
    buy(make_client("Наталья Ремизова", coordinator=anna))
    make_client("Евгений Цой")
    client = browser(head)
    address = reverse("students:list") + "?without=1"
    html = page(client, address)
    assert "1\u00a0ученик без координатора" in html
    assert "Олег Прохоров" in html
    assert "Наталья Ремизова" not in html
    assert "Евгений Цой" not in html, "a free registration is owed nobody"

    answer = client.post(
        reverse("students:assign"),
        {"clients": [lost.pk], "coordinator": anna.pk, "query": "?without=1"},
    )

    lost.refresh_from_db()
    assert lost.coordinator == anna
    assert answer.headers["Location"] == address
    assert "У каждого есть координатор" in page(client, address)


@pytest.mark.requirement("R-036")
def test_stages_stand_on_the_card_with_their_days(anna: Staff) -> None:
    student = make_client(coordinator=anna)
    enter_stage(student.pk, "onboarding", now=timezone.now(), actor="system")

    html = card(anna, student)

    assert "Знакомство и старт" in html
    assert "этап 2 из 5" in html
    assert "<small>сегодня</small>" in html


@pytest.mark.requirement("R-045")
def test_those_who_went_nowhere_are_a_list(head: Staff) -> None:
    lost, kept = make_client("Олег Прохоров"), make_client("Наталья Ремизова")
    del kept
    signal = Signal.objects.create(
        school_id=lost.school_id,
        check_name="went_nowhere",
        subject="client",
        subject_id=lost.pk,
        since_at=timezone.now() - timedelta(days=20),
        opened_at=timezone.now(),
    )
    client, address = browser(head), reverse("students:list") + "?nowhere=1"
    html = page(client, address)
    assert "Олег Прохоров" in html
    assert "Наталья Ремизова" not in html
    assert "Ушли в никуда" in card(head, lost)

    signal.closed_at = timezone.now()
    signal.save(update_fields=["closed_at"])
    assert "Никто не потерялся" in page(client, address)


def test_the_file_holds_the_rows_of_the_screen(anna: Staff, head: Staff) -> None:
    student = make_client("Наталья Ремизова", coordinator=anna)
    buy(student, make_product("Колорист с нуля"), kopecks=12_900_50)
    make_client("Олег Прохоров")
    client = browser(head)

    answer = client.get(reverse("students:export") + f"?coordinator={anna.pk}")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Ученик"
    assert [row[0] for row in rows[1:]] == ["Наталья Ремизова"]
    assert rows[1][-1] == "12900,50"
    assert browser(anna).get(reverse("students:export")).status_code == 403


def test_filters_narrow_and_the_empty_list_says_why(anna: Staff, head: Staff) -> None:
    student = make_client("Наталья Ремизова", coordinator=anna)
    add_client("Олег Прохоров")
    course = make_product("Колорист с нуля")
    buy(student, course)
    client, address = browser(head), reverse("students:list")

    by_product = page(client, f"{address}?product={course.pk}")
    assert "Наталья Ремизова" in by_product
    assert "Олег Прохоров" not in by_product
    assert "Олег Прохоров" in page(client, f"{address}?q=прохор")
    assert "Никто не подходит" in page(client, f"{address}?q=прохор&stage=growth")


def test_a_coordinator_sees_only_their_own(anna: Staff) -> None:
    mine, other = make_client("Наталья Ремизова", coordinator=anna), make_client("Олег Прохоров")
    client = browser(anna)

    html = page(client, reverse("students:list"))

    assert "Наталья Ремизова" in html
    assert "Олег Прохоров" not in html
    assert client.get(reverse("students:show", args=[other.pk])).status_code == 404
    assert Client().get(reverse("students:show", args=[mine.pk])).status_code == 302
    written = client.post(reverse("students:note", args=[other.pk]), {"text": "Привет"})
    assert written.status_code == 404


def test_a_colleague_without_students_is_refused(school: School) -> None:
    marketer = make_staff("Инга Лаврова", "marketer", user=make_user())

    assert browser(marketer).get(reverse("students:list")).status_code == 403


def test_a_note_and_a_new_coordinator_are_written_by_plain_forms(anna: Staff, head: Staff) -> None:
    student = make_client(coordinator=anna)
    client = browser(head)

    client.post(reverse("students:note", args=[student.pk]), {"text": "Просит утром"})
    client.post(reverse("students:hand_over", args=[student.pk]), {"coordinator": head.pk})

    assert Note.objects.get(client=student).text == "Просит утром"
    assert "Просит утром" in card(head, student)
    student.refresh_from_db()
    assert student.coordinator == head


def test_history_is_filtered_and_grows(anna: Staff) -> None:
    student = make_client(coordinator=anna)
    for number in range(15):
        happened("lesson_viewed", student, timezone.now(), item=f"Урок {number}")
    happened("payment_received", student, timezone.now(), value=54_000_00, external_id="p1")

    assert "Показать ещё" in card(anna, student, "?tab=history")
    money = card(anna, student, "?tab=history&group=money")
    assert "Оплата 54\u00a0000\u00a0₽" in money
    assert "Урок 3" not in money
    assert "Урок 0" in card(anna, student, "?shown=40")


def test_a_long_list_costs_as_many_queries_as_a_short_one(anna: Staff, head: Staff) -> None:
    buy(make_client("Ученик", coordinator=anna), make_product("Колорист с нуля"))
    client = browser(head)
    # The fixture wrote the method in this transaction; a request's own reads it once.
    method_queries._of_transaction.clear()
    page(client, reverse("students:list"))
    counts = []
    for more in (0, 29):
        for number in range(more):
            buy(make_client(f"Ученик {number}", coordinator=anna))
        with CaptureQueriesContext(connection) as queries:
            page(client, reverse("students:list"))
        counts.append(len(queries))

    assert Student.objects.count() == 30
    assert counts[0] == counts[1]

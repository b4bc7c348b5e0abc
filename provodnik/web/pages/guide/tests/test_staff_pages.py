"""Those who lead students: the list, cohorts, one student, and what each may do there."""

import csv
import io
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from provodnik.facts.people.models import Client, Goal
from provodnik.facts.people.tests.factories import happened
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import School
from provodnik.touches.care import services
from provodnik.touches.care.models import Case, Need, StudentPage
from provodnik.touches.care.tests.factories import make_page, tell
from provodnik.touches.queue.models import Touch

pytestmark = pytest.mark.django_db

HEAD = "head_of_product_and_service"


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff("Анна Лебедева", user=make_user())


@pytest.fixture
def student(anna: Staff) -> Client:
    client = make_client("Ремизова Наталья", goal="Свой кабинет", coordinator=anna)
    buy(client, make_product("Колорист с нуля"), at=timezone.now() - timedelta(days=3))
    return client


def browser(staff: Staff) -> Browser:
    client = Browser()
    assert staff.user is not None
    client.force_login(staff.user)
    return client


def look(staff: Staff, name: str, *args: int, tail: str = "") -> str:
    response = browser(staff).get(reverse(f"guidance:{name}", args=args) + tail)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def do(staff: Staff, name: str, *args: int, **data: str) -> int:
    return browser(staff).post(reverse(f"guidance:{name}", args=args), data).status_code


def test_a_link_is_issued_changed_and_closed(anna: Staff, student: Client) -> None:
    assert "Открыть страницу ученику" in look(anna, "show", student.pk)

    do(anna, "issue", student.pk)
    first = StudentPage.objects.get()
    assert f"http://testserver/my/{first.token}/" in look(anna, "show", student.pk)

    do(anna, "issue", student.pk, anew="1")
    second = StudentPage.objects.get(revoked_at=None)
    assert second.token != first.token

    do(anna, "revoke", student.pk)
    assert not StudentPage.objects.filter(revoked_at=None).exists()


@pytest.mark.requirement("R-120")
@pytest.mark.requirement("R-091")
def test_the_map_and_the_planned_value_are_before_the_coordinator(
    anna: Staff, student: Client
) -> None:
    html = look(anna, "show", student.pk)

    assert "Карта школы и место ученика" in html
    assert "Колорист с нуля" in html
    assert "Плановая ценность пути" in html
    assert "5\u00a0000\u00a0₽" in html


@pytest.mark.requirement("R-119")
def test_a_request_is_answered_by_a_product(anna: Staff, student: Client) -> None:
    do(anna, "tell", student.pk, choice="more_practice", text="Боюсь резать", key="a")
    need, practicum = Need.objects.get(), make_product("Практикум")

    do(anna, "answer", student.pk, need.pk, product=str(practicum.pk))

    html = look(anna, "show", student.pk)
    assert "Боюсь резать" in html
    assert Touch.objects.get(product=practicum).owner == anna


@pytest.mark.requirement("R-117")
def test_a_case_is_picked_and_kept_as_sent(anna: Staff, student: Client) -> None:
    assert "в данных школы ещё нет" in look(anna, "show", student.pk)
    entry = happened("case_recorded", make_client("Другая"), attrs={"text": "Открыла кабинет"})
    services.note_cases([entry])
    assert "Открыла кабинет" in look(anna, "show", student.pk)

    do(anna, "case", student.pk, Case.objects.get().pk)

    assert Touch.objects.get(client=student).made_by == anna
    assert "отправлен" in look(anna, "show", student.pk)


@pytest.mark.requirement("R-118")
def test_a_result_has_its_day(anna: Staff, student: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    do(anna, "reach", student.pk, on=str(tomorrow))
    assert Goal.objects.get(client=student).reached_at is None

    day = timezone.localdate() - timedelta(days=1)
    do(anna, "reach", student.pk, on=str(day))

    reached = Goal.objects.get(client=student).reached_at
    assert reached is not None
    assert timezone.localdate(reached, ZoneInfo("Europe/Moscow")) == day


@pytest.mark.requirement("R-118")
def test_a_cohorts_number_opens_its_students(anna: Staff, student: Client) -> None:
    make_page(student)
    do(anna, "reach", student.pk, on=str(timezone.localdate()))
    month = timezone.localdate(timezone.now() - timedelta(days=3)).strftime("%Y-%m")

    html = look(anna, "cohorts")
    assert "Результат достигнут: 1 из 1" in html
    tail = f"?state=reached&amp;cohort={month}"
    assert tail in html

    assert "Ремизова Наталья" in look(anna, "list", tail=tail.replace("&amp;", "&"))


def test_a_coordinator_sees_own_students_and_the_head_all(anna: Staff, student: Client) -> None:
    other = make_client("Чужая Ученица", goal=None, coordinator=make_staff("Иван"))
    buy(other)
    head = make_staff("Ольга Седова", HEAD, user=make_user())

    assert "Чужая" not in look(anna, "list")
    assert "Чужая" in look(head, "list")
    assert "Чужая" not in look(head, "list", tail="?mine=1")
    assert browser(anna).get(reverse("guidance:show", args=[other.pk])).status_code == 404
    assert do(anna, "issue", other.pk) == 404


def test_a_request_of_another_student_is_not_answered_here(anna: Staff, student: Client) -> None:
    other = make_client("Чужая Ученица", coordinator=make_staff("Иван"))
    need = tell(other)

    response = browser(anna).post(
        reverse("guidance:answer", args=[student.pk, need.pk]), {"text": "Ответ"}
    )

    need.refresh_from_db()
    assert (response.status_code, need.answer) == (404, "")


def test_a_stranger_signs_in_first(student: Client) -> None:
    for name, args in (("list", []), ("cohorts", []), ("show", [student.pk])):
        response = Browser().get(reverse(f"guidance:{name}", args=args))
        assert response.status_code == 302
        assert "/accounts/" in response["Location"]


def test_the_file_holds_the_rows_of_the_screen(student: Client) -> None:
    head = make_staff("Ольга Седова", HEAD, user=make_user())
    tell(student, "no_time", "Две работы")

    response = browser(head).get(reverse("guidance:export") + "?state=hindered")

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert rows[1][0] == "Ремизова Наталья"
    assert "Две работы" in rows[1]


def test_nothing_yet_is_said_so(anna: Staff) -> None:
    assert "Оплативших учеников ещё нет" in look(anna, "list")
    assert "Потоков ещё нет" in look(anna, "cohorts")


def test_a_filter_that_finds_nobody_says_how_to_go_on(anna: Staff, student: Client) -> None:
    assert "Таких учеников нет" in look(anna, "list", tail="?q=никто")


def test_a_long_list_costs_no_more(anna: Staff, student: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            look(anna, "list")
        return len(asked)

    look(anna, "list")
    short = cost()
    for number in range(30):
        client = make_client(f"Ученица {number}", coordinator=anna)
        buy(client)
        tell(client)

    assert cost() == short

"""A student's own page: opened by a link alone, says nothing it must not, hears the student."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.services import links
from provodnik.facts.catalog.types import LinkKind
from provodnik.facts.people.models import Client, Goal
from provodnik.facts.people.services import record_goal
from provodnik.facts.people.services.merging import merge
from provodnik.facts.sales.links import tokens
from provodnik.facts.sales.tests.factories import (
    buy,
    make_client,
    make_link,
    make_offer,
    make_product,
)
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import JournalEntry, School
from provodnik.method import queries as method
from provodnik.touches.care import outline, services
from provodnik.touches.care.models import Need, StudentPage
from provodnik.touches.care.tests.factories import finish, make_page
from provodnik.touches.queue.models import Touch
from provodnik.web import personal

pytestmark = pytest.mark.django_db

PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148"}


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    cache.clear()


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff("Анна Лебедева", user=make_user())


@pytest.fixture
def course(school: School) -> Product:
    product = make_product("Колорист с нуля")
    for number in range(3):
        finish(make_client(f"Выпускница {number}"), product, "Цвет", "Блонд", "Сложные техники")
    outline.refresh()
    return product


@pytest.fixture
def student(anna: Staff, course: Product) -> Client:
    client = make_client(goal="Свой кабинет", coordinator=anna)
    Client.objects.filter(pk=client.pk).update(
        first_name="Наталья", phone="+79170001122", email="natalia@example.org"
    )
    buy(client, course, kopecks=54_000_00)
    finish(client, course, "Цвет")
    return client


@pytest.fixture
def page(student: Client) -> StudentPage:
    return make_page(student, at=timezone.now() - timedelta(days=2))


def look(browser: Browser, page: StudentPage, tail: str = "") -> str:
    response = browser.get(f"/my/{page.token}/{tail}", headers=PHONE)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def ask(browser: Browser, page: StudentPage, part: str, **data: str) -> str:
    response = browser.post(f"/my/{page.token}/{part}/", data, headers=PHONE)
    assert response.status_code == 303
    return str(response["Location"])


@pytest.mark.requirement("R-088")
def test_the_page_lists_next_steps_and_why(
    client: Browser, page: StudentPage, student: Client, course: Product
) -> None:
    ahead = make_product("Практикум по сложным работам")
    links.link(course.pk, ahead.pk, LinkKind.NEXT, now=timezone.now(), actor="system")

    html = look(client, page)

    assert "Наталья, дальше «Блонд»" in html
    assert "Пройдите «Блонд»" in html
    assert "до конца 2" in html
    assert "Потом: «Практикум по сложным работам»" in html
    assert "Свой кабинет" in html
    assert "Анна Лебедева" in html


@pytest.mark.requirement("R-120")
def test_the_student_sees_the_map_with_the_own_place(client: Browser, page: StudentPage) -> None:
    html = look(client, page)

    assert "Вся карта школы" in html
    assert "вы здесь" in html


@pytest.mark.requirement("R-129")
@pytest.mark.requirement("R-144")
def test_the_student_reads_who_answers_by_when_and_where_to_write(
    client: Browser, page: StudentPage
) -> None:
    html = look(client, page).replace("\u00a0", " ")

    assert "Отвечает Анна Лебедева или коллега на замене. Первый ответ за 4 рабочих ч." in html
    assert "решение за 24, не позже 72 ч" in html
    assert "Отвечаем в рабочие часы школы" in html
    assert "Помогаем в чате и по почте" in html
    assert "Решения и договорённости, с письменным итогом." in html


@pytest.mark.requirement("R-091")
def test_neither_contacts_nor_money_plans_nor_words_for_the_staff_are_shown(
    client: Browser, page: StudentPage, student: Client, anna: Staff
) -> None:
    offered = make_product("Мини-курс")
    offer = make_offer(student, offered, staff=anna)
    link = make_link(offered, student, offer=offer)

    html = look(client, page)

    assert f"/go/{link.token}" in html
    for hidden in (
        *("9170001122", "natalia@example.org", "54\u00a0000", "ценность пути", "Выпускница"),
        *("Ведёт к цели", "LTV"),
    ):
        assert hidden not in html, hidden


def test_nobody_keeps_finds_or_passes_on_the_address(client: Browser, page: StudentPage) -> None:
    response = client.get(f"/my/{page.token}/", headers=PHONE)

    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_a_closed_page_is_gone_and_a_wrong_address_unknown(
    client: Browser, page: StudentPage, student: Client
) -> None:
    services.revoke_page(student.pk, actor="system", now=timezone.now())

    gone = client.get(f"/my/{page.token}/", headers=PHONE)
    assert gone.status_code == 410
    assert "Свой кабинет" not in gone.content.decode()
    for token in (f"{page.token}x", f"{page.token[:-1]}", "plain", "-"):
        assert client.get(f"/my/{token}/", headers=PHONE).status_code == 404


def test_guessing_is_stopped(client: Browser, school: School) -> None:
    codes = {
        client.get(f"/my/{tokens.new_token(school.pk)}/", headers=PHONE).status_code
        for _ in range(personal.GUESSES_A_MINUTE + 2)
    }

    assert codes == {404, 429}


def test_opening_counts_once_a_day_and_our_own_look_never(
    client: Browser, page: StudentPage, anna: Staff
) -> None:
    look(client, page)
    look(client, page)
    client.get(f"/my/{page.token}/", headers={"User-Agent": "TelegramBot"})
    assert anna.user is not None
    client.force_login(anna.user)
    html = look(client, page)

    kept = JournalEntry.objects.filter(event__name="page_opened").order_by("pk")
    assert [entry.attrs["machine"] for entry in kept] == [False, True]
    assert "Так страницу видит ученик" in html
    assert "<form" not in html


def test_a_colleague_cannot_speak_for_the_student(
    client: Browser, page: StudentPage, anna: Staff
) -> None:
    assert anna.user is not None
    client.force_login(anna.user)

    ask(client, page, "need", choice="doubt", key="a")

    assert not Need.objects.exists()


@pytest.mark.requirement("R-119")
def test_what_hinders_comes_to_the_coordinators_queue(page: StudentPage, anna: Staff) -> None:
    browser = Browser(enforce_csrf_checks=True)
    for _ in range(2):
        ask(browser, page, "need", choice="no_time", text="Две работы", key="form")

    touch = Touch.objects.get()
    assert touch.owner == anna
    assert "Две работы" in touch.reason
    html = look(browser, page, "?said=told")
    assert "Передали. Координатор с вами свяжется." in html
    assert "Две работы" in html


def test_the_goal_is_confirmed_and_changed(
    client: Browser, page: StudentPage, student: Client
) -> None:
    ask(client, page, "goal", same="1")
    assert JournalEntry.objects.filter(event__name="goal_confirmed").count() == 1

    ask(client, page, "goal", text="Преподавать")

    assert Goal.objects.filter(client=student, text="Преподавать", recorded_by=None).exists()
    assert "Преподавать" in look(client, page)


def test_too_many_requests_are_told_so(client: Browser, page: StudentPage) -> None:
    for number in range(method.care_settings().requests_a_day):
        ask(client, page, "need", choice="talk", key=f"form-{number}")

    assert ask(client, page, "need", choice="talk", key="more").endswith("said=enough")


def test_words_of_the_student_cannot_become_markup(client: Browser, page: StudentPage) -> None:
    ask(client, page, "need", choice="other", text="<script>alert(1)</script>", key="form")

    assert "<script" not in look(client, page)


def test_a_link_given_before_a_merge_opens_the_one_who_stands(
    client: Browser, page: StudentPage, student: Client
) -> None:
    survivor = make_client("Наталья Ремизова", goal=None)
    record_goal(survivor.pk, text="Общая цель", now=timezone.now(), actor="system")
    make_page(survivor)
    merge(survivor.pk, student.pk, now=timezone.now(), actor="system")

    assert "Общая цель" in look(client, page)


def test_a_student_with_nothing_yet_is_not_left_alone(client: Browser, school: School) -> None:
    page = make_page(make_client(goal=None), at=timezone.now() - timedelta(days=1))

    html = look(client, page)

    assert "Здесь начинается ваш путь" in html
    assert "Скажите, чего хотите достичь" in html


def test_english_is_complete(client: Browser, page: StudentPage) -> None:
    response = client.get(f"/my/{page.token}/", headers={**PHONE, "Accept-Language": "en"})

    html = response.content.decode()
    assert "Наталья, next comes “Блонд”" in html
    assert "What to do next" in html


def test_the_cost_does_not_grow_with_the_path(
    client: Browser, page: StudentPage, student: Client, course: Product
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            look(client, page)
        return len(asked)

    make_offer(student, make_product("Предложен"))
    look(client, page)
    short = cost()
    for number in range(30):
        buy(student, make_product(f"Ещё {number}"))
        finish(student, course, f"Модуль {number}")

    assert cost() == short
    assert short <= 40

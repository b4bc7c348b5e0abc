"""What a student is shown: what to do next and why it helps, and where on the map they stand."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import MONDAY
from provodnik.facts.catalog.models import PathStep, PathVersion, Product
from provodnik.facts.catalog.services import links
from provodnik.facts.catalog.types import LinkKind, PathState, Trigger
from provodnik.facts.people.models import Client
from provodnik.facts.people.tests.factories import happened
from provodnik.facts.sales.tests.factories import (
    buy,
    make_client,
    make_link,
    make_offer,
    make_product,
)
from provodnik.kernel.models import School
from provodnik.touches.care import outline, rules
from provodnik.touches.care.queries import planned_value, student_path
from provodnik.touches.care.tests.factories import finish
from provodnik.touches.care.types import Place

pytestmark = pytest.mark.django_db

MODULES = ("Цвет", "Блонд", "Сложные техники")
NOW = MONDAY + timedelta(days=10)


@pytest.fixture
def course(school: School) -> Product:
    """A course three graduates have been through, so that its plan is known."""
    product = make_product("Колорист с нуля")
    for number in range(3):
        finish(make_client(f"Выпускник {number}"), product, *MODULES)
    outline.refresh()
    return product


@pytest.fixture
def student(course: Product) -> Client:
    client = make_client()
    buy(client, course)
    happened("enrolled", client, MONDAY, product_id=course.pk)
    finish(client, course, "Цвет")
    return client


def draw(course: Product, offered: Product, reason: str, trigger: Trigger) -> None:
    version, _ = PathVersion.objects.get_or_create(
        school_id=course.school_id,
        number=1,
        defaults={"state": PathState.PUBLISHED.value, "created_at": MONDAY},
    )
    PathStep.objects.create(
        school_id=course.school_id,
        version=version,
        key=f"{trigger.value}-{offered.pk}",
        after=course,
        offered=offered,
        trigger=trigger.value,
        reason=reason,
    )


@pytest.mark.requirement("R-088")
def test_the_next_module_is_what_others_learned_next(student: Client) -> None:
    current = student_path(student.pk, now=NOW).current

    assert current is not None
    assert current.modules == (("Цвет", True), ("Блонд", False), ("Сложные техники", False))
    assert (current.next_module, current.place) == ("Блонд", Place.LEARNING)


def test_a_typing_slip_of_a_source_is_no_module(student: Client, course: Product) -> None:
    finish(make_client("Опечатка"), course, "Цвет", "Блнод")
    outline.refresh()

    current = student_path(student.pk, now=NOW).current

    assert current is not None
    assert [name for name, _ in current.modules] == list(MODULES)


def test_what_follows_comes_with_why_it_helps(student: Client, course: Product) -> None:
    ahead = make_product("Практикум")
    draw(course, ahead, "Навык закрепляется под присмотром.", Trigger.GRADUATION)

    [following] = student_path(student.pk, now=NOW).ahead

    assert (following.name, following.why) == ("Практикум", "Навык закрепляется под присмотром.")


def test_words_meant_for_the_staff_stay_with_the_staff(student: Client, course: Product) -> None:
    ahead = make_product("Мини-курс")
    draw(course, ahead, "Большая программа сейчас не по силам.", Trigger.SILENCE)
    make_offer(student, ahead)

    path = student_path(student.pk, now=NOW)

    assert [offer.why for offer in path.offers] == [""]
    assert "Ведёт к цели" not in str(path.offers), "the offer's own reason is the coordinator's"


def test_an_offer_stands_until_its_deadline_with_its_own_link(student: Client) -> None:
    ahead, late = make_product("Практикум"), make_product("Прошлое")
    offer = make_offer(student, ahead, expires_at=NOW + timedelta(days=2))
    link = make_link(ahead, student, offer=offer)
    make_offer(student, late, expires_at=NOW - timedelta(days=1))

    path = student_path(student.pk, now=NOW)

    assert [(one.product, one.link) for one in path.offers] == [("Практикум", link.token)]


@pytest.mark.requirement("R-120")
def test_the_map_shows_the_whole_ecosystem_and_the_place_in_it(
    student: Client, course: Product
) -> None:
    bought, ahead, far = make_product("Куплен"), make_product("Дальше"), make_product("Прочее")
    buy(student, bought)
    links.link(course.pk, ahead.pk, LinkKind.NEXT, now=MONDAY, actor="system")

    places = {
        one.name: one.place
        for group in student_path(student.pk, now=NOW).map
        for one in group.products
    }

    assert places == {
        course.name: Place.LEARNING,
        bought.name: Place.BOUGHT,
        ahead.name: Place.NEXT,
        far.name: Place.AHEAD,
    }


@pytest.mark.requirement("R-091")
def test_a_new_student_has_a_planned_value_and_a_first_step(school: School) -> None:
    entry, next_, last = make_product("Вход"), make_product("Курс"), make_product("Практикум")
    links.link(entry.pk, next_.pk, LinkKind.NEXT, now=MONDAY, actor="system")
    links.link(next_.pk, last.pk, LinkKind.NEXT, now=MONDAY, actor="system")
    client = make_client()
    buy(client, entry, kopecks=1_000_00)

    value = planned_value(client.pk)

    assert (value.paid_kopecks, value.ahead_kopecks) == (1_000_00, 2 * 12_900_00)
    assert value.total_kopecks == 26_800_00
    assert (value.first, value.ahead) == ("Курс", ("Курс", "Практикум"))


def test_a_long_history_costs_no_more_queries(student: Client, course: Product) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            student_path(student.pk, now=NOW)
        return len(asked)

    make_offer(student, make_product("Предложен"))
    short = cost()
    for number in range(30):
        product = make_product(f"Ещё {number}")
        buy(student, product)
        make_offer(student, make_product(f"Предложен {number}"))
        finish(student, course, f"Модуль {number}")

    assert cost() == short
    assert short <= 14


def test_modules_nobody_else_has_come_first() -> None:
    modules = rules.modules_of(("A", "B"), ("Z", "A"))

    assert modules == (("Z", True), ("A", True), ("B", False))
    assert rules.next_module(modules) == "B"
    assert rules.next_module((("A", True),)) is None

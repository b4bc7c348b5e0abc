"""A course drawn from the journal, from a list, and from names other parts bring."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from provodnik.facts.catalog.tests.factories import make_product
from provodnik.facts.learning.courses import queries, services
from provodnik.facts.learning.courses.errors import NoLessons
from provodnik.facts.learning.courses.models import Lesson
from provodnik.facts.learning.courses.tests.factories import make_course, published_course
from provodnik.facts.learning.courses.types import Gathered, ToldLesson
from provodnik.facts.people.tests.factories import MONDAY, happened, make_client
from provodnik.kernel import journal
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def learn(product_id: int, *, people: int = 3) -> None:
    """Students meet the lessons of two modules one a day; the last lesson's work is optional."""
    for nth in range(people):
        client = make_client(f"Ученик {nth}")
        start = MONDAY + nth * 30 * DAY
        happened("enrolled", client, start, product_id=product_id)
        for place, (module, item) in enumerate(
            [("Старт", "Урок 2"), ("Старт", "Урок 10"), ("Цвет", "Урок 1")], start=1
        ):
            at, told = start + place * DAY, {"module": module}
            # Who is in one course only need not name it.
            happened("lesson_viewed", client, at, item=item, attrs=told)
            required = {"required": False} if module == "Цвет" else {}
            happened("homework_submitted", client, at, item=item, attrs={**told, **required})


def test_a_course_is_drawn_from_the_journal_in_the_order_students_meet_it(
    school: School,
) -> None:
    product = make_product("Колорист")
    learn(product.pk)

    found = services.gather(product.pk, now=MONDAY)

    course_id = queries.course_of(product.pk)
    assert found == Gathered(modules=2, lessons=3)
    assert course_id is not None
    page = queries.course_page(course_id)
    assert [(m.name, [row.key for row in m.lessons]) for m in page.modules] == [
        ("Старт", ["Урок 2", "Урок 10"]),
        ("Цвет", ["Урок 1"]),
    ]
    assert [row.is_required_homework for row in page.lessons] == [True, True, False]
    assert page.draft is not None


def test_gathering_again_adds_nothing_and_leaves_the_order_alone(school: School) -> None:
    product = make_product("Колорист")
    learn(product.pk)
    services.gather(product.pk, now=MONDAY)
    course_id = queries.course_of(product.pk)
    assert course_id is not None
    services.publish(course_id, note="", now=MONDAY, actor="system")

    assert services.gather(product.pk, now=MONDAY) == Gathered(modules=0, lessons=0)
    assert queries.course_page(course_id).draft is None


def test_voided_entries_make_no_lesson(school: School) -> None:
    product = make_product("Колорист")
    client = make_client()
    entry = happened("lesson_viewed", client, MONDAY, item="Ошибка", product_id=product.pk)
    journal.void([entry], at=MONDAY, actor="system", reason="ошибка")

    assert services.gather(product.pk, now=MONDAY) == Gathered(modules=0, lessons=0)


def test_gathering_costs_the_same_for_few_students_and_for_many(
    school: School, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few, many = make_product("Мало"), make_product("Много")
    learn(few.pk, people=1)
    learn(many.pk, people=9)
    with django_assert_num_queries(22):
        services.gather(few.pk, now=MONDAY)
    with django_assert_num_queries(22):
        services.gather(many.pk, now=MONDAY)


def test_a_list_adds_what_is_new_at_the_end_of_its_module(school: School) -> None:
    course = published_course()
    fresh = [ToldLesson("Модуль 1", "Урок 2"), ToldLesson("Модуль 1", "Урок 5")]

    assert services.add_lessons(course.pk, fresh, now=MONDAY) == Gathered(0, 1)

    page = queries.course_page(course.pk)
    assert [row.key for row in page.modules[0].lessons] == ["Урок 1", "Урок 2", "Урок 5"]
    with pytest.raises(NoLessons):
        services.add_lessons(course.pk, [], now=MONDAY)


def test_unknown_lessons_get_a_record_without_a_place(
    school: School, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    course, other = make_course(), make_product("Стрижки")
    named = {(course.product_id, "Урок 1"), (course.product_id, "Урок 9"), (other.pk, "A")}

    with django_assert_num_queries(6):
        ids = services.ensure_lessons(named, now=MONDAY)

    assert ids == services.ensure_lessons(named, now=MONDAY)
    assert Lesson.objects.get(pk=ids[other.pk, "A"]).course.product_id == other.pk
    assert len(queries.course_page(course.pk).lessons) == 4

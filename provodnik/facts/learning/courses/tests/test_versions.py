"""Versions of a course: drafts, publishing, and who began with which."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from provodnik.facts.learning.courses import queries, services
from provodnik.facts.learning.courses.errors import NothingToPublish, WithoutNote
from provodnik.facts.learning.courses.models import Course, CourseVersion, Placement
from provodnik.facts.learning.courses.tests.factories import (
    ACTOR,
    lesson_of,
    make_course,
    published_course,
)
from provodnik.facts.learning.courses.types import Step
from provodnik.facts.people.tests.factories import MONDAY, happened, make_client
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


def order(course: Course, number: int | None = None) -> list[str]:
    return [lesson.key for lesson in queries.course_page(course.pk, number=number).lessons]


@pytest.mark.requirement("R-156")
def test_a_new_order_is_a_new_version_and_the_old_one_stays(school: School) -> None:
    course = published_course()

    services.move_lesson(course.pk, lesson_of(course, "Урок 3").pk, Step.DOWN, now=MONDAY + MONTH)
    services.publish(course.pk, note="Практика раньше", now=MONDAY + MONTH, actor=ACTOR)

    assert order(course, 1) == ["Урок 1", "Урок 2", "Урок 3", "Урок 4"]
    assert order(course, 2) == ["Урок 1", "Урок 2", "Урок 4", "Урок 3"]
    entry = JournalEntry.objects.filter(event__name="course_version_published").latest("pk")
    assert (entry.item, entry.value, entry.attrs) == ("2", 4, {"note": "Практика раньше"})


def test_what_is_moved_stays_a_draft_until_it_is_published(school: School) -> None:
    course = published_course()
    services.move_module(
        course.pk,
        queries.course_page(course.pk).modules[1].module_id,
        Step.UP,
        now=MONDAY + MONTH,
    )

    page = queries.course_page(course.pk)

    assert page.draft is not None
    assert [module.name for module in page.modules] == ["Модуль 2", "Модуль 1"]
    assert [version.number for version in page.published] == [1]
    assert services.discard_draft(course.pk)
    assert queries.course_page(course.pk).modules[0].name == "Модуль 1"
    assert not services.discard_draft(course.pk)


def test_a_version_is_published_with_a_note_and_only_when_something_changed(
    school: School,
) -> None:
    course = published_course()
    with pytest.raises(NothingToPublish):
        services.publish(course.pk, note="то же", now=MONDAY, actor=ACTOR)
    lesson = lesson_of(course, "Урок 1").pk
    services.move_lesson(course.pk, lesson, Step.DOWN, now=MONDAY)
    with pytest.raises(WithoutNote):
        services.publish(course.pk, note="  ", now=MONDAY, actor=ACTOR)
    services.move_lesson(course.pk, lesson, Step.UP, now=MONDAY)
    with pytest.raises(NothingToPublish):
        services.publish(course.pk, note="вернули как было", now=MONDAY, actor=ACTOR)


def test_a_lesson_can_be_left_out_and_required_homework_makes_it_required(
    school: School,
) -> None:
    course = make_course()
    services.take_out(course.pk, lesson_of(course, "Урок 1").pk, now=MONDAY)
    third = lesson_of(course, "Урок 3").pk
    services.require(course.pk, third, lesson=False, homework=True, now=MONDAY)

    row = next(r for r in queries.course_page(course.pk).lessons if r.lesson_id == third)

    assert order(course) == ["Урок 2", "Урок 3", "Урок 4"]
    assert (row.is_required, row.is_required_homework) == (True, True)
    with pytest.raises(Placement.DoesNotExist):
        services.move_lesson(course.pk, lesson_of(course, "Урок 1").pk, Step.UP, now=MONDAY)


def test_the_database_keeps_one_draft_and_one_place_a_lesson(school: School) -> None:
    course = make_course()
    with pytest.raises(IntegrityError), transaction.atomic():
        CourseVersion.objects.create(
            school=school, course=course, number=7, created_at=MONDAY, published_at=None
        )


@pytest.mark.requirement("R-156")
def test_a_student_begins_with_the_version_of_the_day_of_access(school: School) -> None:
    course = published_course(at=MONDAY)
    services.move_lesson(course.pk, lesson_of(course, "Урок 3").pk, Step.DOWN, now=MONDAY + MONTH)
    services.publish(course.pk, note="Практика раньше", now=MONDAY + MONTH, actor=ACTOR)
    days = (-5, 3, 29, 30, 40)
    clients = [make_client(f"Ученик {day}") for day in days]
    for client, day in zip(clients, days, strict=True):
        at = MONDAY + timedelta(days=day) - timedelta(hours=2)
        happened("enrolled", client, at, product_id=course.product_id)

    found = {row.client_id: row.version for row in queries.progress([c.pk for c in clients])}

    assert [found[client.pk] for client in clients] == [1, 1, 1, 2, 2]
    assert queries.started(course.pk) == {1: 3, 2: 2}


def test_a_page_of_a_course_costs_the_same_for_one_lesson_and_for_many(
    school: School, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    course = published_course()
    queries.course_page(course.pk)
    with django_assert_num_queries(8):
        queries.course_page(course.pk)
    with pytest.raises(CourseVersion.DoesNotExist):
        queries.course_page(course.pk, number=9)

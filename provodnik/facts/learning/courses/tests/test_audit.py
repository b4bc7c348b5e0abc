"""Marks of lessons, lessons that are missing, and a course recorded anew."""

from datetime import date, timedelta

import pytest

from provodnik.facts.learning.courses import queries, services
from provodnik.facts.learning.courses.errors import LessonKnown, NoStandard, UnknownMark
from provodnik.facts.learning.courses.models import Course, Module
from provodnik.facts.learning.courses.tests.factories import ACTOR, lesson_of, published_course
from provodnik.facts.people.tests.factories import MONDAY
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(school: School) -> Course:
    return published_course()


def mark(course: Course, **marks: str) -> int:
    told = {lesson_of(course, f"Урок {key[1:]}").pk: mark for key, mark in marks.items()}
    return services.mark_lessons(course.pk, told, now=MONDAY, actor=ACTOR)


@pytest.mark.requirement("R-154")
def test_the_audit_counts_base_and_exclusive_of_the_marked_lessons(course: Course) -> None:
    assert mark(course, u1="basic", u2="exclusive", u3="exclusive") == 3
    assert mark(course, u1="basic", u2="exclusive", u3="exclusive") == 0

    page = queries.course_page(course.pk)
    (row,) = queries.courses()

    assert page.shares == row.shares
    assert (row.shares.marked, row.shares.basic, row.shares.exclusive) == (3, 1, 2)
    assert page.overload.is_any
    assert row.overload.is_any
    marked = JournalEntry.objects.filter(event__name="lesson_marked")
    assert sorted(str(entry.item) for entry in marked) == ["Урок 1", "Урок 2", "Урок 3"]


def test_a_mark_the_method_does_not_know_is_refused(course: Course) -> None:
    with pytest.raises(UnknownMark):
        mark(course, u1="nonsense")


@pytest.mark.requirement("R-154")
def test_a_missing_lesson_is_planned_and_gets_its_place_when_it_is_made(course: Course) -> None:
    planned = services.plan_missing(
        course.pk, "Теория цвета", due_on=date(2026, 12, 1), now=MONDAY, actor=ACTOR
    )
    (row,) = queries.courses()
    assert (row.planned, row.lessons) == (1, 4)
    with pytest.raises(LessonKnown):
        services.plan_missing(course.pk, "Урок 1", due_on=None, now=MONDAY, actor=ACTOR)

    module = Module.objects.get(course=course, key="Модуль 1")
    services.lesson_made(planned.pk, module.pk, now=MONDAY + timedelta(days=9))

    page = queries.course_page(course.pk)
    assert [row.name for row in page.modules[0].lessons] == ["Урок 1", "Урок 2", "Теория цвета"]
    assert page.planned == ()
    assert page.draft is not None


@pytest.mark.requirement("R-155")
def test_re_recording_is_counted_lesson_by_lesson_with_its_day(course: Course) -> None:
    lessons = [lesson_of(course, f"Урок {n}").pk for n in (1, 2)]
    with pytest.raises(NoStandard):
        services.note_recording(
            lessons[0], recorded_on=MONDAY.date(), note="", now=MONDAY, actor=ACTOR
        )
    services.start_standard(course.pk, on=MONDAY.date(), now=MONDAY, actor=ACTOR)
    for lesson in lessons:
        services.note_recording(
            lesson, recorded_on=MONDAY.date(), note="новый свет", now=MONDAY, actor=ACTOR
        )

    page = queries.course_page(course.pk)
    (row,) = queries.courses()

    assert (row.recorded, row.lessons, page.recorded) == (2, 4, 2)
    assert page.lessons[0].recorded_on == MONDAY.date()
    services.note_recording(lessons[0], recorded_on=None, note="", now=MONDAY, actor=ACTOR)
    assert queries.course_page(course.pk).recorded == 1


@pytest.mark.requirement("R-155")
def test_a_new_standard_begins_at_none_recorded(course: Course) -> None:
    services.start_standard(course.pk, on=MONDAY.date(), now=MONDAY, actor=ACTOR)
    lesson = lesson_of(course, "Урок 1").pk
    services.note_recording(lesson, recorded_on=MONDAY.date(), note="", now=MONDAY, actor=ACTOR)

    services.start_standard(course.pk, on=MONDAY.date(), now=MONDAY, actor=ACTOR)

    page = queries.course_page(course.pk)
    assert (page.standard, page.recorded) == (2, 0)


def test_people_may_name_lessons_while_the_journal_keeps_its_key(course: Course) -> None:
    lesson = lesson_of(course, "Урок 1")

    assert services.rename_lesson(lesson.pk, "Теория цвета")
    assert not services.rename_lesson(lesson.pk, "Теория цвета")

    row = queries.course_page(course.pk).lessons[0]
    assert (row.key, row.name) == ("Урок 1", "Теория цвета")

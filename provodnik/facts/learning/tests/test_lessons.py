"""Lessons taken out of a course wait in the backlog for a product of their own."""

import pytest

from provodnik.facts.catalog import services as catalog
from provodnik.facts.catalog.tests.factories import MONDAY, make_product
from provodnik.facts.catalog.types import LineFields
from provodnik.facts.learning.errors import LessonNameTaken
from provodnik.facts.learning.lessons import backlog, drop_lesson, keep_lesson, plan_lesson
from provodnik.facts.learning.types import KeptLesson
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R-072")
def test_an_exclusive_lesson_waits_in_the_backlog_with_its_stage(school: School) -> None:
    course = make_product("Колорист с нуля")
    line = catalog.plan_line(LineFields("Мини-курсы", 3), now=MONDAY, actor="staff:1")
    place = catalog.plan_product(line.pk, "Седина", now=MONDAY)

    lesson = keep_lesson(
        KeptLesson("Седина без границы", course.pk, reason="Не для новичков", stage="onboarding"),
        now=MONDAY,
        actor="staff:1",
    )
    row = backlog()[0]
    assert (row.name, row.course, row.stage, row.planned) == (
        "Седина без границы",
        "Колорист с нуля",
        "onboarding",
        "",
    )

    plan_lesson(
        lesson.pk,
        stage="stabilisation",
        planned_id=place.pk,
        used_in_id=None,
        now=MONDAY,
        actor="staff:1",
    )
    assert [(row.planned, row.stage) for row in backlog(stage="stabilisation")] == [
        ("Седина", "stabilisation")
    ]
    assert backlog(stage="onboarding") == []
    assert (
        JournalEntry.objects.filter(event__name__in=["lesson_kept", "lesson_planned"]).count() == 2
    )


def test_a_lesson_of_a_course_is_kept_once(school: School) -> None:
    course = make_product()
    keep_lesson(KeptLesson("Седина", course.pk), now=MONDAY, actor="staff:1")
    keep_lesson(KeptLesson("Седина"), now=MONDAY, actor="staff:1")

    for course_id in (course.pk, None):
        with pytest.raises(LessonNameTaken):
            keep_lesson(KeptLesson(" Седина ", course_id), now=MONDAY, actor="staff:1")


def test_what_is_used_stands_below_and_search_folds_letters(school: School) -> None:
    used = keep_lesson(KeptLesson("Ёлка"), now=MONDAY, actor="staff:1")
    keep_lesson(KeptLesson("Старый приём"), now=MONDAY, actor="staff:1")
    plan_lesson(
        used.pk,
        stage="",
        planned_id=None,
        used_in_id=make_product().pk,
        now=MONDAY,
        actor="staff:1",
    )

    assert [row.name for row in backlog()] == ["Старый приём", "Ёлка"]
    assert [row.name for row in backlog(text="елка")] == ["Ёлка"]
    assert drop_lesson(used.pk)
    assert not drop_lesson(used.pk)

"""The content audit: what each lesson is, and which are missing."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from provodnik.facts.learning.courses import rules
from provodnik.facts.learning.courses.errors import LessonKnown, UnknownMark
from provodnik.facts.learning.courses.models import Course, CourseVersion, Lesson, Module
from provodnik.facts.learning.courses.services.drafts import draft_of, locked, places_of, put
from provodnik.facts.learning.courses.types import Place
from provodnik.kernel import journal
from provodnik.method import queries as method


@transaction.atomic
def mark_lessons(course_id: int, marks: Mapping[int, str], *, now: datetime, actor: str) -> int:
    """Say what lessons are, by lesson's id; an empty mark takes it off. Returns how many changed.

    The same marks change nothing. Statements: 4, whatever the number of lessons.

    Raises:  Course.DoesNotExist; UnknownMark
    """
    course = locked(course_id)
    settings = method.course_settings()
    for mark in set(marks.values()):
        if mark and settings.mark(mark) is None:
            raise UnknownMark(mark)
    found = Lesson.objects.filter(course=course, pk__in=list(marks))
    changed = [lesson for lesson in found if lesson.mark != marks[lesson.pk]]
    for lesson in changed:
        lesson.mark = marks[lesson.pk]
    Lesson.objects.bulk_update(changed, ["mark"])
    journal.record_many(
        [
            journal.Entry(
                "lesson_marked",
                happened_at=now,
                actor=actor,
                product_id=course.product_id,
                item=lesson.key,
                attrs={"mark": lesson.mark},
            )
            for lesson in changed
        ]
    )
    return len(changed)


@transaction.atomic
def plan_missing(
    course_id: int, name: str, *, due_on: date | None, now: datetime, actor: str
) -> Lesson:
    """A lesson the course lacks, to be made by a day. It has no place until it is there.

    Raises:  Course.DoesNotExist; LessonKnown
    """
    course, name = locked(course_id), name.strip()
    if Lesson.objects.filter(course=course, key=name).exists():
        raise LessonKnown(name)
    lesson = Lesson.objects.create(
        school_id=course.school_id,
        course=course,
        key=name,
        name=name,
        is_planned=True,
        due_on=due_on,
        created_at=now,
    )
    journal.record(
        "missing_lesson_planned",
        happened_at=now,
        actor=actor,
        product_id=course.product_id,
        item=lesson.key,
    )
    return lesson


@transaction.atomic
def lesson_made(lesson_id: int, module_id: int, *, now: datetime) -> CourseVersion:
    """A planned lesson is there: it stands last in a module of the draft.

    Raises:  Lesson.DoesNotExist: none such, or not a planned one; Module.DoesNotExist
    """
    lesson = Lesson.objects.get(pk=lesson_id, is_planned=True)
    course: Course = locked(lesson.course_id)
    module = Module.objects.get(pk=module_id, course=course)
    lesson.is_planned = False
    lesson.save(update_fields=["is_planned"])
    draft = draft_of(course, now=now)
    return put(draft, rules.with_new(places_of(draft), [Place(lesson.pk, module.pk)]))

"""A course recorded anew, lesson by lesson: the gold standard."""

from datetime import date, datetime

from django.db import transaction

from provodnik.facts.learning.courses.errors import NoStandard
from provodnik.facts.learning.courses.models import Course, Lesson, Recording
from provodnik.facts.learning.courses.services.drafts import locked
from provodnik.kernel import journal


@transaction.atomic
def start_standard(course_id: int, *, on: date, now: datetime, actor: str) -> Course:
    """Begin to record every lesson anew. What was recorded for the one before stays told.

    Raises:  Course.DoesNotExist
    """
    course = locked(course_id)
    course.standard, course.standard_started_on = course.standard + 1, on
    course.save(update_fields=["standard", "standard_started_on"])
    journal.record(
        "course_standard_started",
        happened_at=now,
        actor=actor,
        product_id=course.product_id,
        value=course.standard,
    )
    return course


@transaction.atomic
def note_recording(
    lesson_id: int, *, recorded_on: date | None, note: str, now: datetime, actor: str
) -> Recording | None:
    """A lesson is recorded for the standard going on; without a day it is not any more.

    Raises:  Lesson.DoesNotExist; NoStandard
    """
    lesson = Lesson.objects.get(pk=lesson_id)
    course = locked(lesson.course_id)
    if not course.standard:
        raise NoStandard(course.pk)
    told = Recording.objects.filter(lesson=lesson, standard=course.standard)
    if recorded_on is None:
        told.delete()
        return None
    recording, is_new = Recording.objects.update_or_create(
        school_id=lesson.school_id,
        lesson=lesson,
        standard=course.standard,
        defaults={"recorded_on": recorded_on, "note": note.strip()[:300]},
    )
    if is_new:
        journal.record(
            "lesson_recorded",
            happened_at=now,
            actor=actor,
            product_id=course.product_id,
            item=lesson.key,
            value=course.standard,
        )
    return recording

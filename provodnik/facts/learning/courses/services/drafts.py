"""The order of lessons: every change is made in a draft, which is published as a new version."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from provodnik.facts.learning.courses import rules
from provodnik.facts.learning.courses.errors import NothingToPublish, WithoutNote
from provodnik.facts.learning.courses.models import Course, CourseVersion, Placement
from provodnik.facts.learning.courses.types import Place, Step
from provodnik.kernel import journal, schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import local_date, start_of_day

_NOTE_LETTERS = 500


@transaction.atomic
def move_lesson(course_id: int, lesson_id: int, step: Step, *, now: datetime) -> CourseVersion:
    """One place up or down, over the edge of a module into the next one. Makes a draft.

    Raises:  Course.DoesNotExist; Placement.DoesNotExist: the lesson has no place
    """
    draft = draft_of(locked(course_id), now=now)
    try:
        places = rules.moved(places_of(draft), lesson_id, step)
    except ValueError:
        raise Placement.DoesNotExist(str(lesson_id)) from None
    return put(draft, places)


@transaction.atomic
def move_module(course_id: int, module_id: int, step: Step, *, now: datetime) -> CourseVersion:
    """A module with its lessons one module up or down. Makes a draft.

    Raises:  Course.DoesNotExist; Placement.DoesNotExist: the module has no lessons
    """
    draft = draft_of(locked(course_id), now=now)
    try:
        places = rules.module_moved(places_of(draft), module_id, step)
    except ValueError:
        raise Placement.DoesNotExist(str(module_id)) from None
    return put(draft, places)


@transaction.atomic
def require(
    course_id: int, lesson_id: int, *, lesson: bool, homework: bool, now: datetime
) -> CourseVersion:
    """Whether a lesson counts for progress, and whether its homework must be done.

    Required homework makes its lesson required. Raises:  Placement.DoesNotExist
    """
    draft = draft_of(locked(course_id), now=now)
    found = Placement.objects.get(version=draft, lesson_id=lesson_id)
    found.is_required, found.is_required_homework = lesson or homework, homework
    found.save(update_fields=["is_required", "is_required_homework"])
    return draft


@transaction.atomic
def take_out(course_id: int, lesson_id: int, *, now: datetime) -> CourseVersion:
    """Leave a lesson out of the next version; it stays in those already published."""
    draft = draft_of(locked(course_id), now=now)
    return put(draft, [place for place in places_of(draft) if place.lesson_id != lesson_id])


@transaction.atomic
def publish(course_id: int, *, note: str, now: datetime, actor: str) -> CourseVersion:
    """Make the draft what students begin with from today's midnight of the school on.

    Raises:  Course.DoesNotExist; NothingToPublish; WithoutNote: the first version needs none
    """
    course = locked(course_id)
    draft = CourseVersion.objects.filter(course=course, published_at=None).first()
    places = places_of(draft) if draft else []
    before = latest(course)
    if draft is None or not places or (before and places_of(before) == places):
        raise NothingToPublish(course_id)
    if before is not None and not note.strip():
        raise WithoutNote(course_id)
    draft.note = note.strip()[:_NOTE_LETTERS]
    draft.published_at, draft.starts_at = now, _midnight(now)
    draft.save(update_fields=["note", "published_at", "starts_at"])
    journal.record(
        "course_version_published",
        happened_at=now,
        actor=actor,
        product_id=course.product_id,
        item=str(draft.number),
        value=len(places),
        attrs={"note": draft.note},
    )
    return draft


@transaction.atomic
def discard_draft(course_id: int) -> bool:
    """Drop what was changed since the published version. False when there is no draft."""
    course = locked(course_id)
    deleted, _ = CourseVersion.objects.filter(course=course, published_at=None).delete()
    return deleted > 0


def locked(course_id: int) -> Course:
    """The course, held for this transaction. Raises:  Course.DoesNotExist"""
    return Course.objects.select_for_update().get(pk=course_id)


def latest(course: Course) -> CourseVersion | None:
    """The version published last."""
    published = CourseVersion.objects.filter(course=course, published_at__isnull=False)
    return published.order_by("-number").first()


def draft_of(course: Course, *, now: datetime) -> CourseVersion:
    """The draft of a course held by `locked`; a new one begins as the published version."""
    found = CourseVersion.objects.filter(course=course, published_at=None).first()
    if found is not None:
        return found
    before = latest(course)
    draft = CourseVersion.objects.create(
        school_id=course.school_id,
        course=course,
        number=before.number + 1 if before else 1,
        created_at=now,
    )
    return put(draft, places_of(before)) if before else draft


def places_of(version: CourseVersion) -> list[Place]:
    """Lessons of a version in order. One query."""
    rows = Placement.objects.filter(version=version).order_by("position")
    return [
        Place(row.lesson_id, row.module_id, row.is_required, row.is_required_homework)
        for row in rows
    ]


def put(draft: CourseVersion, places: Sequence[Place]) -> CourseVersion:
    """Make the draft this very order. Two statements."""
    Placement.objects.filter(version=draft).delete()
    Placement.objects.bulk_create(
        Placement(
            school_id=draft.school_id,
            version=draft,
            module_id=place.module_id,
            lesson_id=place.lesson_id,
            position=position,
            is_required=place.is_required,
            is_required_homework=place.is_required_homework,
        )
        for position, place in enumerate(places, start=1)
    )
    return draft


def _midnight(now: datetime) -> datetime:
    name = School.objects.values_list("timezone", flat=True).get(pk=schools.current())
    zone = ZoneInfo(name)
    return start_of_day(local_date(now, zone), zone)

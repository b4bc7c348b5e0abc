"""Lessons taken out of courses and kept for products of their own: the backlog (R-072)."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from provodnik.facts.learning.errors import LessonNameTaken
from provodnik.facts.learning.models import ExclusiveLesson
from provodnik.facts.learning.types import KeptLesson
from provodnik.kernel import journal, schools
from provodnik.kernel.names import search_key, search_keys


@dataclass(frozen=True, slots=True)
class BacklogRow:
    """A kept lesson, from which course, for which stage and product."""

    lesson_id: int
    name: str
    course_id: int | None
    course: str
    module: str
    reason: str
    stage: str
    planned_id: int | None
    planned: str
    used_in_id: int | None
    used_in: str
    created_at: datetime


@transaction.atomic
def keep_lesson(fields: KeptLesson, *, now: datetime, actor: str) -> ExclusiveLesson:
    """Take a lesson out of a course and keep it. The same lesson of a course is kept once.

    Raises:  LessonNameTaken
    """
    fields_told = asdict(fields) | {"name": fields.name.strip()}
    if _namesakes(fields).exists():
        raise LessonNameTaken(fields.name)
    lesson = ExclusiveLesson.objects.create(
        school_id=schools.current(), created_at=now, **fields_told
    )
    journal.record(
        "lesson_kept",
        happened_at=now,
        actor=actor,
        item=lesson.name,
        product_id=lesson.course_id,
        attrs={"stage": lesson.stage, "reason": lesson.reason},
    )
    return lesson


@transaction.atomic
def plan_lesson(
    lesson_id: int,
    *,
    stage: str,
    planned_id: int | None,
    used_in_id: int | None,
    now: datetime,
    actor: str,
) -> ExclusiveLesson:
    """Say when a kept lesson is to be offered and in what. The same plan changes nothing.

    Raises:  ExclusiveLesson.DoesNotExist
    """
    lesson = ExclusiveLesson.objects.select_for_update().get(pk=lesson_id)
    plan = {"stage": stage, "planned_id": planned_id, "used_in_id": used_in_id}
    if all(getattr(lesson, name) == value for name, value in plan.items()):
        return lesson
    for name, value in plan.items():
        setattr(lesson, name, value)
    lesson.save(update_fields=["stage", "planned", "used_in"])
    journal.record(
        "lesson_planned",
        happened_at=now,
        actor=actor,
        item=lesson.name,
        product_id=used_in_id,
    )
    return lesson


@transaction.atomic
def drop_lesson(lesson_id: int) -> bool:
    """Take a lesson out of the backlog. False when it is not there."""
    deleted, _ = ExclusiveLesson.objects.filter(pk=lesson_id).delete()
    return deleted > 0


def backlog(*, stage: str = "", course_id: int | None = None, text: str = "") -> list[BacklogRow]:
    """Kept lessons, those not used yet first, the newest first. One query."""
    found = ExclusiveLesson.objects.select_related("course", "planned", "used_in")
    if stage:
        found = found.filter(stage=stage)
    if course_id is not None:
        found = found.filter(course_id=course_id)
    keys = search_keys(text)
    rows = [_row(lesson) for lesson in found.order_by("-created_at", "-pk")]
    shown = [
        row
        for row in rows
        if not keys or any(key in search_key(f"{row.name} {row.course}") for key in keys)
    ]
    return sorted(shown, key=lambda row: row.used_in_id is not None)


def _namesakes(fields: KeptLesson) -> QuerySet[ExclusiveLesson]:
    return ExclusiveLesson.objects.filter(course_id=fields.course_id, name=fields.name.strip())


def _row(lesson: ExclusiveLesson) -> BacklogRow:
    return BacklogRow(
        lesson_id=lesson.pk,
        name=lesson.name,
        course_id=lesson.course_id,
        course=lesson.course.name if lesson.course else "",
        module=lesson.module,
        reason=lesson.reason,
        stage=lesson.stage,
        planned_id=lesson.planned_id,
        planned=lesson.planned.name if lesson.planned else "",
        used_in_id=lesson.used_in_id,
        used_in=lesson.used_in.name if lesson.used_in else "",
        created_at=lesson.created_at,
    )

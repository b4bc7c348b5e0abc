"""One course, open: a version's modules and lessons, all its versions, lessons still missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from provodnik.facts.learning.courses.models import (
    Course,
    CourseVersion,
    Lesson,
    Module,
    Placement,
    Recording,
)
from provodnik.facts.learning.courses.queries.board import mark_roles, overload_of
from provodnik.facts.learning.courses.types import ContentShares, Overload
from provodnik.method import queries as method
from provodnik.method.course_words import LessonRole


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson in its place. `recorded_on` is of the standard going on."""

    lesson_id: int
    key: str
    name: str
    mark: str
    position: int
    is_required: bool
    is_required_homework: bool
    recorded_on: date | None
    recorded_note: str


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A checkpoint with its lessons in order."""

    module_id: int
    key: str
    name: str
    lessons: tuple[LessonRow, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version; students who got access within [starts_at, ends_at) began with it.

    The first version is also of those who came before it; the newest has no end.
    """

    version_id: int
    number: int
    note: str
    published_at: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlannedLesson:
    """A lesson the course lacks and is to get."""

    lesson_id: int
    name: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A course. `shown` is the version the modules are of; None while it has none."""

    course_id: int
    product_id: int
    product: str
    standard: int
    standard_started_on: date | None
    versions: tuple[VersionRow, ...]
    shown: VersionRow | None
    modules: tuple[ModuleRow, ...]
    every_module: tuple[tuple[int, str], ...]
    planned: tuple[PlannedLesson, ...]
    shares: ContentShares
    overload: Overload

    @property
    def draft(self) -> VersionRow | None:
        return next((one for one in self.versions if one.published_at is None), None)

    @property
    def published(self) -> tuple[VersionRow, ...]:
        """Published versions, the newest first."""
        return tuple(one for one in self.versions if one.published_at is not None)

    @property
    def lessons(self) -> list[LessonRow]:
        return [lesson for module in self.modules for lesson in module.lessons]

    @property
    def recorded(self) -> int:
        """How many lessons are recorded for the standard going on."""
        return sum(1 for lesson in self.lessons if lesson.recorded_on is not None)


def course_page(course_id: int, *, number: int | None = None) -> CoursePage:
    """A course with a version, the newest unless `number` names one. Six queries.

    Raises:  Course.DoesNotExist; CourseVersion.DoesNotExist: no such version
    """
    course = Course.objects.select_related("product").get(pk=course_id)
    versions = _versions(course)
    shown = next((one for one in versions if number in {None, one.number}), None)
    if shown is None and number is not None:
        raise CourseVersion.DoesNotExist(str(number))
    modules = _modules(course, shown.version_id) if shown else ()
    shares = _shares([lesson.mark for module in modules for lesson in module.lessons])
    planned = Lesson.objects.filter(course=course, is_planned=True).order_by("due_on", "pk")
    return CoursePage(
        course_id=course.pk,
        product_id=course.product_id,
        product=course.product.name,
        standard=course.standard,
        standard_started_on=course.standard_started_on,
        versions=versions,
        shown=shown,
        modules=modules,
        every_module=tuple(
            Module.objects.filter(course=course).order_by("pk").values_list("pk", "name")
        ),
        planned=tuple(PlannedLesson(one.pk, one.name, one.due_on) for one in planned),
        shares=shares,
        overload=overload_of(shares, method.course_settings().overloaded),
    )


def _versions(course: Course) -> tuple[VersionRow, ...]:
    """The newest first, each with the end of its time."""
    rows: list[VersionRow] = []
    ends_at: datetime | None = None
    for one in CourseVersion.objects.filter(course=course).order_by("-number"):
        rows.append(
            VersionRow(one.pk, one.number, one.note, one.published_at, one.starts_at, ends_at)
        )
        ends_at = one.starts_at or ends_at
    return tuple(rows)


def _modules(course: Course, version_id: int) -> tuple[ModuleRow, ...]:
    places = Placement.objects.filter(version_id=version_id).select_related("module", "lesson")
    told = {
        one.lesson_id: one
        for one in Recording.objects.filter(lesson__course=course, standard=course.standard)
    }
    blocks = groupby(places.order_by("position"), key=lambda place: place.module)
    return tuple(
        ModuleRow(
            module.pk,
            module.key,
            module.name,
            tuple(_lesson(place, told.get(place.lesson_id)) for place in block),
        )
        for module, block in blocks
    )


def _lesson(place: Placement, recording: Recording | None) -> LessonRow:
    return LessonRow(
        lesson_id=place.lesson_id,
        key=place.lesson.key,
        name=place.lesson.name,
        mark=place.lesson.mark,
        position=place.position,
        is_required=place.is_required,
        is_required_homework=place.is_required_homework,
        recorded_on=recording.recorded_on if recording else None,
        recorded_note=recording.note if recording else "",
    )


def _shares(marks: Sequence[str]) -> ContentShares:
    roles = mark_roles()
    found = [roles.get(mark) for mark in marks]
    return ContentShares(
        lessons=len(marks),
        marked=sum(1 for mark in marks if mark),
        basic=found.count(LessonRole.BASIC),
        exclusive=found.count(LessonRole.EXCLUSIVE),
        overload=found.count(LessonRole.OVERLOAD),
    )

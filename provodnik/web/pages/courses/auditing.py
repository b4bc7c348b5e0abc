"""What the content audit and the re-recording of a course show."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.forms import BoundField, Form
from django.utils.translation import gettext as _

from provodnik.facts.learning.courses.queries import CoursePage, LessonRow
from provodnik.method import queries as method
from provodnik.method.course_words import LessonRole
from provodnik.web import formats
from provodnik.web.design.types import Figure, Unit
from provodnik.web.pages.courses.content import lesson_title
from provodnik.web.pages.courses.words import language


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A lesson with the field about it."""

    row: LessonRow
    module: str
    field: BoundField
    title: str


@dataclass(frozen=True, slots=True)
class ShareLine:
    """What part of the marked lessons is of a kind; `is_over` is beyond the method's limit."""

    title: str
    hint: str
    share: Figure
    is_over: bool


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The audit: shares, the warning, each lesson with its mark."""

    sentence: str
    warning: str
    shares: tuple[ShareLine, ...]
    lines: tuple[FieldLine, ...]


@dataclass(frozen=True, slots=True)
class RecordingPage:
    """The re-recording: how far it is, each lesson with its day."""

    sentence: str
    share: float | None
    lines: tuple[FieldLine, ...]


def audit_page(course: CoursePage, form: Form) -> AuditPage:
    warning = _warning(course)
    return AuditPage(
        sentence=_audit_sentence(course, warning),
        warning=warning,
        shares=_shares(course),
        lines=_lines(course, form, "mark"),
    )


def recording_page(course: CoursePage, form: Form) -> RecordingPage:
    lessons = len(course.lessons)
    return RecordingPage(
        sentence=_recording_sentence(course),
        share=course.recorded / lessons if lessons and course.standard else None,
        lines=_lines(course, form, "day"),
    )


def _recording_sentence(course: CoursePage) -> str:
    if not course.standard:
        return _("“%(course)s” is not being recorded anew") % {"course": course.product}
    return _("“%(course)s”: recorded anew %(n)s of %(m)s") % {
        "course": course.product,
        "n": formats.integer(course.recorded, language()),
        "m": formats.integer(len(course.lessons), language()),
    }


def _audit_sentence(course: CoursePage, warning: str) -> str:
    shares = course.shares
    if warning:
        return _("“%(course)s” is overloaded") % {"course": course.product}
    left = shares.lessons - shares.marked
    if left:
        lessons = formats.counted(left, _("lesson|lessons"), language())
        return _("“%(course)s”: %(lessons)s without a mark") % {
            "course": course.product,
            "lessons": lessons,
        }
    return _("“%(course)s”: base and techniques are in balance") % {"course": course.product}


def _warning(course: CoursePage) -> str:
    """Why the course is overloaded; empty when it is not."""
    over = course.overload
    if over.too_exclusive and over.too_little_base:
        return _("Exclusive techniques are many and base is little: students will not keep up.")
    if over.too_much:
        return _("Lessons that are too much are many: they tire and teach nothing needed.")
    return ""


def _shares(course: CoursePage) -> tuple[ShareLine, ...]:
    shares, over = course.shares, course.overload
    beyond = {
        LessonRole.BASIC: over.too_little_base,
        LessonRole.EXCLUSIVE: over.too_exclusive,
        LessonRole.OVERLOAD: over.too_much,
    }
    marks = [lesson.mark for lesson in course.lessons]
    return tuple(
        ShareLine(
            title=str(mark.title),
            hint=str(mark.hint),
            share=_share(marks.count(str(mark.key)), shares.marked),
            is_over=beyond.get(mark.role, False),
        )
        for mark in method.course_settings().marks
    )


def _share(n: int, marked: int) -> Figure:
    return Figure(Fraction(n, marked) if marked else None, Unit.SHARE, n=marked or None)


def _lines(course: CoursePage, form: Form, prefix: str) -> tuple[FieldLine, ...]:
    found: Sequence[tuple[str, LessonRow]] = [
        (module.name, row) for module in course.modules for row in module.lessons
    ]
    return tuple(
        FieldLine(row, module, form[f"{prefix}_{row.lesson_id}"], lesson_title(row.mark))
        for module, row in found
    )

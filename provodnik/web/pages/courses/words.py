"""Words of courses: refusals, and what was gathered."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from provodnik.facts.learning.courses.errors import (
    CourseError,
    LessonKnown,
    NoLessons,
    NoStandard,
    NothingToPublish,
    UnknownMark,
    WithoutNote,
)
from provodnik.facts.learning.courses.types import Gathered
from provodnik.web import formats

_REFUSALS: Mapping[type[CourseError], Promise] = {
    NothingToPublish: gettext_lazy("The draft says the same as the published version."),
    WithoutNote: gettext_lazy("Write what you changed and what for: versions are compared by it."),
    NoLessons: gettext_lazy("No lessons were found in the list. One lesson a line."),
    LessonKnown: gettext_lazy("The course has a lesson of this name already."),
    NoStandard: gettext_lazy("First begin to record the course anew."),
    UnknownMark: gettext_lazy("There is no such mark any more. Choose another."),
}


def refusal(error: CourseError) -> str:
    """What is refused, in the reader's words."""
    return str(_REFUSALS[type(error)])


def gathered(told: Gathered) -> str:
    """What was new: «Новых уроков: 12»."""
    if not told.lessons:
        return _("No new lessons: the course holds all of them")
    lessons = formats.counted(told.lessons, _("lesson|lessons"), language())
    return _("Added to the draft: %(lessons)s") % {"lessons": lessons}


def language() -> str:
    return (get_language() or "ru").split("-")[0]

"""Every read about courses, as plain dataclasses."""

from provodnik.facts.learning.courses.queries.board import (
    CourseRow,
    course_of,
    courses,
    lesson_choices,
    read_list,
)
from provodnik.facts.learning.courses.queries.hands import HandRow, needing_hand
from provodnik.facts.learning.courses.queries.page import (
    CoursePage,
    LessonRow,
    ModuleRow,
    VersionRow,
    course_page,
)
from provodnik.facts.learning.courses.queries.progress import StudentProgress, progress, started

__all__ = [
    "CoursePage",
    "CourseRow",
    "HandRow",
    "LessonRow",
    "ModuleRow",
    "StudentProgress",
    "VersionRow",
    "course_of",
    "course_page",
    "courses",
    "lesson_choices",
    "needing_hand",
    "progress",
    "read_list",
    "started",
]

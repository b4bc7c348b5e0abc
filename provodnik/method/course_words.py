"""Words of courses that code knows by name."""

from enum import StrEnum


class LessonRole(StrEnum):
    """What a lesson is counted as in the audit of a course's content."""

    BASIC = "basic"
    EXCLUSIVE = "exclusive"
    OVERLOAD = "overload"
    OTHER = "other"


class DoneBy(StrEnum):
    """What finishes a lesson with required homework."""

    SUBMITTED = "submitted"
    REVIEWED = "reviewed"

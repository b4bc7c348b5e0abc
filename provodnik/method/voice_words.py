"""The words of the sections about interviews, feedback and cases that code knows by name."""

from enum import StrEnum


class InterviewGroup(StrEnum):
    """Whom a customer interview is held with: both are needed every month (R-229)."""

    STUDENT = "student"
    GRADUATE = "graduate"


class CaseKind(StrEnum):
    """What a client gave: words, a film, or a result told from point A to point B."""

    TEXT = "text"
    VIDEO = "video"
    CASE = "case"

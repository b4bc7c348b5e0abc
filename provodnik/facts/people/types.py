"""Words about clients shared with the floors above."""

from enum import StrEnum


class ClientKind(StrEnum):
    """What a relationship is kept with."""

    STUDENT = "student"
    GROUP = "group"
    COMPANY = "company"


class KeyKind(StrEnum):
    """What names a client from outside. GetCourse's id is stronger than an e-mail."""

    GETCOURSE = "getcourse"
    EMAIL = "email"
    EXTERNAL = "external"


class SatisfactionKind(StrEnum):
    """What a client told us about being content."""

    CSAT = "csat"
    NPS = "nps"
    COMPLAINT = "complaint"
    COMPLAINT_CLOSED = "complaint_closed"


class SuggestionState(StrEnum):
    """What a person decided about two clients who look alike."""

    OPEN = "open"
    MERGED = "merged"
    DIFFERENT = "different"

"""The words of the section about requests that code knows by name."""

from enum import StrEnum


class FirstHolder(StrEnum):
    """Who gets a request of some topic before the roles that stand in."""

    COORDINATOR = "students_coordinator"
    CURATOR = "students_curator"
    ROLE = "by_role"


class RefundAsk(StrEnum):
    """What a step of the regulation of refunds writes down."""

    REASON = "reason"
    STAGE = "stage"
    ATTEMPT = "attempt"
    DECISION = "decision"
    DATE = "date"
    WORDS = "words"


class ReopenClock(StrEnum):
    """What the clock of resolution does when a solved request comes back."""

    NEW = "new"
    CONTINUE = "continue"

"""Accesses as pages get them. Standard library only."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class StepKind(StrEnum):
    """What happened to an access."""

    GRANTED = "granted"
    REVIEWED = "reviewed"
    REVOKED = "revoked"


class Show(StrEnum):
    """Which accesses a list shows."""

    OPEN = "open"
    OVERDUE = "overdue"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGrant:
    """What is opened, to whom, about whose data. `kind` is a key of the method or empty."""

    kind: str = ""
    words: str = ""
    holder_staff_id: int | None = None
    holder_client_id: int | None = None
    about_client_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Filters of the list; the empty one is every open access."""

    show: Show = Show.OPEN
    kind: str = ""
    holder_staff_id: int | None = None
    about: int | None = None


@dataclass(frozen=True, slots=True)
class GrantRow:
    """An access. `holder` is a colleague when `staff_id` is told, else a client."""

    grant_id: int
    kind: str
    words: str
    staff_id: int | None
    client_id: int | None
    holder: str
    holder_has_left: bool
    about_id: int | None
    about: str | None
    granted_at: datetime
    granted_by: str | None
    review_on: date
    reviewed_at: datetime | None
    reviewed_by: str | None
    revoked_at: datetime | None
    revoked_by: str | None
    reason: str

    def is_overdue(self, today: date) -> bool:
        """Whether it is open and the day of its review has passed."""
        return self.revoked_at is None and self.review_on < today


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step in the life of an access; `review_on` is the day of the next look."""

    kind: StepKind
    at: datetime
    by: str | None
    note: str
    review_on: date | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many accesses each list shows."""

    open: int
    overdue: int
    revoked: int

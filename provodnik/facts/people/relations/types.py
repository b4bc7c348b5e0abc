"""Words of a relationship's people and decisions shared with the floors above."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ChangeState(StrEnum):
    """What became of a change of priorities."""

    STANDS = "stands"
    NEEDS_CONFIRMATION = "needs_confirmation"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Who:
    """Whose word it is: of a member of ours, of a person of the client's, of the client itself.

    At most one of the two is given; neither is the client in person.
    """

    staff_id: int | None = None
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose word is weighed. `role` is a role of ours, "" on the client's side."""

    name: str
    role: str = ""
    decides: bool = False


@dataclass(frozen=True, slots=True)
class ContactFields:
    """A person of the client's side as a form tells it; `side_role` is a key of the method."""

    name: str
    side_role: str
    phone: str = ""
    email: str = ""
    telegram: str = ""
    note: str = ""
    decides: bool = False


@dataclass(frozen=True, slots=True)
class DecisionFields:
    """A decision as a form tells it; `kind` is a key of the method."""

    kind: str
    what: str
    why: str
    valid_from_on: date
    visible_to_client: bool = False

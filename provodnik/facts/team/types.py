"""Words about staff shared with the floors above."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of the team as lists show one. `role` is a key of the method."""

    staff_id: int
    name: str
    role: str
    email: str
    phone: str
    external_name: str | None
    has_account: bool
    left_on: date | None


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A member at their place of the tree: a manager comes right before their own people.

    `depth` is how many stand above. `lacks_manager`: reports to nobody who works here, though
    the role is not one that stands at the top.
    """

    staff_id: int
    name: str
    role: str
    depth: int
    manager_id: int | None
    manager: str
    lacks_manager: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member may do by: the role, and the grade held on a day (empty: none)."""

    role: str
    grade: str

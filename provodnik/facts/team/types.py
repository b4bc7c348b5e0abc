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

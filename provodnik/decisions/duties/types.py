"""Duties and their handing over as pages get them. Standard library only."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from provodnik.method.types import OpenWork


class Handing(StrEnum):
    """Who does it now, the steps of handing over in their order."""

    BY_ME = "by_me"
    TOGETHER = "together"
    ALONE = "alone"


ORDER = tuple(Handing)


class StepKind(StrEnum):
    """What happened to a handing over; the first three are `Handing`."""

    BY_ME = "by_me"
    TOGETHER = "together"
    ALONE = "alone"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelegation:
    """What passes from whom to whom. `function` is a key of the method or empty."""

    function: str = ""
    title: str = ""
    from_staff_id: int
    to_staff_id: int
    started_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A handing over; fully delegated once accepted."""

    delegation_id: int
    function: str
    title: str
    from_staff_id: int
    from_name: str
    to_staff_id: int
    to_name: str
    state: Handing
    started_on: date
    state_since: datetime
    accepted_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a handing over."""

    kind: StepKind
    at: datetime
    by: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class DelegatedMonth:
    """The register at the end of a month, or now in the current one; ids of `Delegation`."""

    month_on: date
    accepted: frozenset[int]
    known: frozenset[int]

    @property
    def delegated(self) -> int:
        """How many are fully delegated."""
        return len(self.accepted)

    @property
    def total(self) -> int:
        """How many are in the register."""
        return len(self.known)

    @property
    def share(self) -> float | None:
        """Of 1; None while the register is empty."""
        return self.delegated / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class DoneRow:
    """A function of the guarded department carried out by somebody of another one.

    `count` of `total` entries of the function in the period are this person's.
    """

    staff_id: int
    name: str
    role: str
    function: str
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class DoneEntry:
    """An entry of the journal behind a `DoneRow`; `total` counts all of them, page or not."""

    entry_id: int
    event: str
    item: str | None
    happened_at: datetime
    client_id: int | None
    client: str | None
    total: int


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Open work of the guarded department given to somebody of another one.

    `target_id` is the ticket, the homework or the touch; None of a task told by a file.
    """

    staff_id: int
    name: str
    role: str
    kind: OpenWork
    target_id: int | None
    title: str
    client_id: int | None
    client: str | None
    since_at: datetime

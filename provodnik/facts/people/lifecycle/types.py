"""Words of the way through the stages shared with the floors above."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Shown(StrEnum):
    """How a condition came to be met."""

    FOUND = "found"
    MARKED = "marked"
    UNMET = "unmet"


@dataclass(frozen=True, slots=True)
class Sign:
    """Evidence the system found by itself: the journal event or the fact, and when."""

    what: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Marked:
    """A person's word for a condition."""

    note: str
    at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A condition of a stage and whether it is met; `sign` or `mark` say by what."""

    key: str
    title: str
    why: str
    sign: Sign | None = None
    mark: Marked | None = None

    @property
    def shown(self) -> Shown:
        if self.sign is not None:
            return Shown.FOUND
        return Shown.UNMET if self.mark is None else Shown.MARKED

    @property
    def is_met(self) -> bool:
        return self.shown is not Shown.UNMET


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known about conditions of one client: by (stage, condition)."""

    signs: Mapping[tuple[str, str], Sign]
    marks: Mapping[tuple[str, str], Marked]


@dataclass(frozen=True, slots=True)
class WinFields:
    """A confirmed win as a person writes it: what, when, from where, by what it is seen."""

    what: str
    won_on: date
    source: str
    evidence: str


PERSONAL_KEY = "personal"
"""The key of a handoff from one coordinator of a client to another."""

PERSONAL_ROLE = "coordinator"
"""The role whose member each client has of their own."""

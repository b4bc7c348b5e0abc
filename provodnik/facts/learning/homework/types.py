"""Words of homework shared with the floors above. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LOWEST, HIGHEST = 1, 5


class WorkState(StrEnum):
    """Where a work is: given out, waiting for a check, back with the student, passed."""

    ASSIGNED = "assigned"
    WAITING = "waiting"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class Result(StrEnum):
    """How a check ends."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


class LookReason(StrEnum):
    """Why a work is looked at twice: somebody asked, or it fell into the sample."""

    ASKED = "asked"
    SAMPLE = "sample"


class Tab(StrEnum):
    """Views of the list of works."""

    MINE = "mine"
    WAITING = "waiting"
    LATE = "late"
    SECOND = "second"
    RETURNED = "returned"
    CHECKED = "checked"
    CHECKED_LATE = "checked_late"


@dataclass(frozen=True, slots=True)
class Handed:
    """What a student hands in. `file` is a path inside the folder of files.

    `asks` is false for an answer nobody has to check. `external_id` names it in its `source`.
    """

    text: str = ""
    link: str = ""
    file: str = ""
    file_name: str = ""
    asks: bool = True
    submitted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a person who checks says: a mark 1–5 for each criterion, words, how it ends."""

    marks: Mapping[str, int]
    comment: str = ""
    result: Result = Result.ACCEPTED


@dataclass(frozen=True, slots=True)
class Difference:
    """Two people's marks of one criterion."""

    criterion: str
    title: str
    first: int
    second: int

    @property
    def points(self) -> int:
        return abs(self.first - self.second)


@dataclass(frozen=True, slots=True)
class Sees:
    """Whose works a member sees: all, or their own and nobody's; experts the practical ones."""

    staff_id: int
    all: bool = False
    is_expert: bool = False

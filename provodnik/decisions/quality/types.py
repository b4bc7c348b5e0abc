"""Quality control as pages get it and hand it over: the standard library and words only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from provodnik.method.quality_words import Artefact


class Mark(StrEnum):
    """How an artefact did on one point of its checklist."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"


class Subject(StrEnum):
    """What a list of work is attached to."""

    TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An artefact of somebody's work that a sample may take."""

    artefact: Artefact
    ref_id: int
    staff_id: int
    client_id: int | None


@dataclass(frozen=True, slots=True)
class Draw:
    """How many of a person's artefacts of one kind a day's sample takes."""

    share_percent: int
    at_least: int
    at_most: int


@dataclass(frozen=True, slots=True)
class Score:
    """Points of checklists, by number and by weight; points that do not apply are no part."""

    passed: int
    applicable: int
    passed_weight: int
    applicable_weight: int

    @property
    def share(self) -> float | None:
        """By weight, 0..1; None where no point applied."""
        return self.passed_weight / self.applicable_weight if self.applicable_weight else None


@dataclass(frozen=True, slots=True)
class Told:
    """A check as it is handed in. `remark` is what the author should hear; empty says nothing."""

    marks: Mapping[str, Mark]
    note: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """The artefact itself: its words, what it answers, where it stands."""

    text: str
    asked: str
    title: str
    page: str
    page_id: int | None


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """An artefact that was drawn, with whose it is and how many have checked it."""

    drawn_id: int
    artefact: Artefact
    ref_id: int
    staff_id: int
    staff: str
    client_id: int | None
    client: str | None
    drawn_at: datetime
    day: date | None
    checks: int


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check: of what, by whom, with which marks and score."""

    check_id: int
    drawn_id: int
    artefact: Artefact
    staff_id: int
    staff: str
    checker_id: int
    checker: str
    checked_at: datetime
    score: Score
    marks: Mapping[str, Mark]
    note: str


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """What a checker told an author, and what came back."""

    remark_id: int
    drawn_id: int
    staff_id: int
    staff: str
    said_by: str
    said_at: datetime
    text: str
    answer: str
    is_agreed: bool | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class WeekScore:
    """One week of a person's checks."""

    week: date
    checks: int
    score: Score


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person's checks over the weeks shown, with the weeks apart, the oldest first."""

    staff_id: int
    name: str
    checks: int
    score: Score
    weeks: tuple[WeekScore, ...]
    remarks_open: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """One artefact that two have checked: both scores, and the points they see differently."""

    drawn: DrawnRow
    first: CheckRow
    second: CheckRow
    differing: tuple[str, ...]

    @property
    def apart(self) -> float | None:
        """How far the scores are from each other, 0..1."""
        one, other = self.first.score.share, self.second.score.share
        return None if one is None or other is None else abs(one - other)


@dataclass(frozen=True, slots=True)
class LayerRow:
    """A second pair of eyes that is switched on: for a kind, for a person, or for both."""

    layer_id: int
    artefact: Artefact | None
    staff_id: int | None
    staff: str | None
    on_at: datetime
    on_by: str | None


@dataclass(frozen=True, slots=True)
class AskRow:
    """Something that waits for a second pair of eyes, or was judged."""

    ask_id: int
    artefact: Artefact
    ref_id: int
    author_id: int
    author: str
    asked_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    is_approved: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class PointDone:
    """A point of an attached list; who ticked it off and when, None while nobody did."""

    key: str
    text: str
    done_by: str | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class AttachedList:
    """A list of work on a piece of work."""

    list_id: int
    key: str
    title: str
    attached_at: datetime
    completed_at: datetime | None
    points: tuple[PointDone, ...]

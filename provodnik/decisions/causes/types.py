"""Cards of causes as pages get them and hand them over. Standard library and metrics only."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from provodnik.kernel.periods import Period


class State(StrEnum):
    """How far a card is, in the order of its way."""

    FOUND = "found"
    CHECKING = "checking"
    CAUSE_FOUND = "cause_found"
    CHANGED = "changed"
    HELPED = "helped"
    NOT_HELPED = "not_helped"


class Outcome(StrEnum):
    """How a change turned out, in the judgement of a person who saw the figures."""

    HELPED = "helped"
    NOT_HELPED = "not_helped"


class Result(StrEnum):
    """What the check of a hypothesis showed."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"


class ProofKind(StrEnum):
    """What shows that a hypothesis holds or does not."""

    NUMBER = "number"
    LINK = "link"
    INTERVIEW = "interview"


class Verdict(StrEnum):
    """What the figures before and after a change say, chance taken into account."""

    BETTER = "better"
    WORSE = "worse"
    CHANCE = "chance"
    TOO_FEW = "too_few"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class Place:
    """A step of a course, by the metric that shows the fall."""

    metric: str
    product_id: int
    item: str


@dataclass(frozen=True, slots=True)
class Fall:
    """How many reached a step: of those at the one before, of all the students, and who is lost.

    Students got access within the window, all of time without one; told as of a day's end.
    """

    reached: int
    before: int
    size: int
    window: Period | None = None
    as_of: date | None = None

    @property
    def lost(self) -> int:
        return self.before - self.reached


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisFields:
    """Why students may stop there; how that will be checked, by whom, until when."""

    kind: str
    text: str
    check_how: str
    checker_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTold:
    """What the check showed, with its proof. A number and a link say where they open."""

    result: Result
    proof_kind: ProofKind
    proof: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class ChangeTold:
    """What was changed, and from which day on."""

    on_date: date
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """Access within a window: how many reached, of how many, as of the end of a day."""

    reached: int
    size: int
    window: Period
    as_of: date


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides of a change and the bounds of their difference (after less before, 0..1)."""

    before: Side
    after: Side
    low: float | None
    high: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Windows:
    """Students before a change and after it, with equal time since access."""

    before: Period
    before_as_of: date
    after: Period
    after_as_of: date


@dataclass(frozen=True, slots=True)
class HypothesisRow:
    """A hypothesis and its check, as told."""

    hypothesis_id: int
    kind: str
    text: str
    check_how: str
    checker_id: int | None
    checker: str
    due_on: date | None
    result: Result | None
    proof_kind: ProofKind | None
    proof: str
    link: str
    checked_on: date | None
    checked_by: str


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card in a list: its place, the fall as it was seen, how far it is."""

    card_id: int
    place: Place
    product: str
    fall: Fall
    state: State
    owner_id: int | None
    owner: str
    opened_at: datetime
    kinds: tuple[str, ...]
    changed_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class PointRow:
    """The biggest fall of a course that no card is about."""

    point_id: int
    place: Place
    product: str
    fall: Fall
    since_at: datetime

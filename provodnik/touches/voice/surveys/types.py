"""Words about surveys shared with the pages. `Measure` and the like are the method's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from provodnik.method.survey_words import AnswerKind, AskAbout, AskMoment, Measure

SCALES: Mapping[AnswerKind, range] = {
    AnswerKind.SCALE_10: range(11),
    AnswerKind.SCALE_5: range(1, 6),
}
HUNDREDTHS = 100


class Source(StrEnum):
    """Where a response came from."""

    PAGE = "page"
    FILE = "file"


class InvitationState(StrEnum):
    """What became of an invitation."""

    PLANNED = "planned"
    BY_HAND = "by_hand"
    SENT = "sent"
    ANSWERED = "answered"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Received(StrEnum):
    """What a form sent by a student did."""

    KEPT = "kept"
    CHANGED = "changed"
    ALREADY = "already"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class SurveyFields:
    """What a survey is: when it is asked, of whose students, who answers for it."""

    name: str
    moment: AskMoment
    responsible: AskAbout
    product_id: int | None = None
    every_months: int | None = None
    day_of_month: int | None = None


@dataclass(frozen=True, slots=True)
class QuestionFields:
    """A question as the editor writes it. `item` is its name in figures."""

    item: str
    text: str
    kind: AnswerKind
    measure: Measure = Measure.NONE
    weight: int = 1
    low: str = ""
    high: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a wave asks: members of a cohort, buyers of a product, else all who are active."""

    cohort_id: int | None = None
    product_id: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a request to ask people: how many were invited, how many were not and why."""

    invited: int
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class AnswerFilter:
    """Which answers: half-open days by the school's clock, and the rest by id; None is any."""

    from_on: date | None = None
    to_on: date | None = None
    product_id: int | None = None
    cohort_id: int | None = None
    responsible_id: int | None = None
    wave_id: int | None = None
    item: str = ""
    only_low: bool = False

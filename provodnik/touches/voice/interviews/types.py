"""Interviews as pages get them and hand them over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from provodnik.method.voice_words import InterviewGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewPlan:
    """With whom an interview is held, about what, by whom and on which day."""

    client_id: int
    group: InterviewGroup
    planned_on: date
    interviewer_id: int | None = None
    product_id: int | None = None
    audience_id: int | None = None


@dataclass(frozen=True, slots=True)
class Notes:
    """What was told: answers by the keys of the guide, notes, and on which day."""

    answers: Mapping[str, str]
    notes: str
    held_on: date


@dataclass(frozen=True, slots=True)
class NewQuote:
    """Words of a client, as they were said, and the pain they name."""

    text: str
    pain: str = ""


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """An interview of a list; planned while `held_on` is None."""

    interview_id: int
    client_id: int
    client: str
    group: InterviewGroup
    planned_on: date
    held_on: date | None
    interviewer: str
    product: str
    audience: str
    quotes: int


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote with where it was said."""

    quote_id: int
    text: str
    pain_id: int | None
    pain: str
    interview_id: int
    said_on: date | None
    group: InterviewGroup
    client_id: int
    product: str
    audience: str


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview, open: answers by the keys of the guide, notes, quotes."""

    row: InterviewRow
    interviewer_id: int | None
    product_id: int | None
    audience_id: int | None
    answers: Mapping[str, str]
    notes: str
    quotes: tuple[QuoteRow, ...]


@dataclass(frozen=True, slots=True)
class PainLine:
    """A pain and how many interviews named it; `quotes` of all of them."""

    pain_id: int
    name: str
    interviews: int
    quotes: int


@dataclass(frozen=True, slots=True)
class GroupMonth:
    """One group in a month: held and still planned, of those the plan wants."""

    group: InterviewGroup
    title: str
    plan: int
    held: int
    ahead: int

    @property
    def is_gap(self) -> bool:
        return not self.held


@dataclass(frozen=True, slots=True)
class Month:
    """A month of interviews and its pack for marketing."""

    month_on: date
    groups: tuple[GroupMonth, ...]
    pack_id: int | None
    sent_at: datetime | None
    received_at: datetime | None
    used: int
    of: int

    @property
    def held(self) -> int:
        return sum(one.held for one in self.groups)

    @property
    def plan(self) -> int:
        return sum(one.plan for one in self.groups)


@dataclass(frozen=True, slots=True)
class MapCell:
    """How many interviews with this product or portrait named this pain."""

    pain_id: int
    about_id: int | None
    interviews: int

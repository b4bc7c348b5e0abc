"""Feedback as pages get it and hand it over."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Source(StrEnum):
    """Where somebody said it."""

    SURVEY = "survey"
    REVIEW = "review"
    COMPLAINT = "complaint"
    TICKET = "ticket"
    TALK = "talk"
    REQUEST = "request"
    HAND = "hand"


class Sentiment(StrEnum):
    """How it was meant."""

    GOOD = "good"
    MIXED = "mixed"
    BAD = "bad"


class Decision(StrEnum):
    """What an item ends in (R-227)."""

    IMPROVEMENT = "improvement"
    OFFER_IDEA = "offer_idea"
    REFUSAL = "refusal"


class State(StrEnum):
    """How far an item is."""

    UNSORTED = "unsorted"
    OPEN = "open"
    DECIDED = "decided"
    TOLD = "told"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeedback:
    """An item typed by hand; `reference` is the number of a request, a link or an occasion."""

    text: str
    source: Source
    topic: str
    sentiment: Sentiment
    client_id: int | None = None
    product_id: int | None = None
    request_id: int | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorting:
    """What an item is about and how it was meant."""

    topic: str
    sentiment: Sentiment
    product_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What will be done about it, by whom and until when; of a refusal, why not."""

    decision: Decision
    words: str
    owner_id: int | None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """An item with everything decided and told about it."""

    item_id: int
    text: str
    source: Source
    reference: str
    topic: str
    sentiment: Sentiment | None
    state: State
    client_id: int | None
    client: str
    product_id: int | None
    product: str
    said_at: datetime
    decision: Decision | None
    words: str
    owner_id: int | None
    owner: str
    due_on: date | None
    decided_at: datetime | None
    reply: str
    touch_id: int | None
    told_at: datetime | None
    done_at: datetime | None
    request_id: int | None


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic in a period: items, how they were meant, those still without a decision."""

    topic: str
    items: int
    bad: int
    good: int
    open: int


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request before a cycle: asked, answered, decided; the promise and whether it was kept."""

    request_id: int
    cohort_id: int
    cohort: str
    asked_at: datetime
    asked_by: str
    promised_on: date
    asked: int
    answers: int
    decided: int
    update: str
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class DueCohort:
    """A cohort that ends or starts soon and was not asked yet."""

    cohort_id: int
    name: str
    cycle_on: date
    members: int

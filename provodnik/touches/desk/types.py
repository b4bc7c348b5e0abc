"""Words about tickets shared with the floors above. Standard library only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TicketState(StrEnum):
    """Where a ticket stands. Only the first two have running clocks."""

    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"
    AWAITING = "awaiting"
    CLOSED = "closed"
    MERGED = "merged"
    SPAM = "spam"


LIVE = (TicketState.OPEN, TicketState.WAITING)
SOLVED = (TicketState.RESOLVED, TicketState.AWAITING)


class MessageKind(StrEnum):
    """Who hears it: a note stays among colleagues."""

    IN = "in"
    OUT = "out"
    NOTE = "note"


class SpanKind(StrEnum):
    """Stretches of a ticket's life in which a clock stands."""

    WAIT = "wait"
    SOLVED = "solved"


class ShiftKind(StrEnum):
    """A duty takes new and unanswered tickets; somebody away gets none."""

    DUTY = "duty"
    AWAY = "away"


class After(StrEnum):
    """What becomes of a ticket once the answer is written."""

    STAY = "stay"
    WAIT = "wait"
    RESOLVE = "resolve"


class Tab(StrEnum):
    """Views of the list."""

    MINE = "mine"
    LIVE = "live"
    UNOWNED = "unowned"
    WAITING = "waiting"
    LATE = "late"
    SOLVED = "solved"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a client said, as a channel or a colleague writes it down.

    `external_id` names it within its channel: told twice, it is one message.
    `said_at` is the sender's clock, which may be fast or come late.
    """

    client_id: int
    channel: str
    text: str
    said_at: datetime
    external_id: str | None = None
    topic: str = ""
    priority: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """Who answers next and by when, when a request cannot be solved at once."""

    until_at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered.

    `said_at` is when, if earlier than now. `seen_id` is the last message the writer had seen:
    an answer of a colleague after it is not written over unseen.
    """

    text: str
    said_at: datetime | None = None
    after: After = After.STAY
    promised: Promise | None = None
    seen_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewShift:
    """A stretch [from_at, to_at) of the rota, and why."""

    staff_id: int
    kind: ShiftKind
    from_at: datetime
    to_at: datetime
    reason: str

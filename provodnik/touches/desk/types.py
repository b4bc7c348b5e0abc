"""Words about tickets shared with the floors above. Standard library only."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypedDict


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


class Delivery(StrEnum):
    """What became of a message we wrote. HAND: somebody sent it themselves and wrote it down."""

    HAND = ""
    QUEUED = "queued"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class SpanKind(StrEnum):
    """Stretches of a ticket's life in which a clock stands."""

    WAIT = "wait"
    SOLVED = "solved"


class ShiftKind(StrEnum):
    """A duty takes new and unanswered tickets; somebody away gets none."""

    DUTY = "duty"
    AWAY = "away"


class PromiseFault(StrEnum):
    """Why a promise of a client's own makes no sense."""

    NOTHING = "nothing"
    HALF = "half"
    BOUNDS = "bounds"
    LIMIT_FIRST = "limit_first"
    ANSWER_LAST = "answer_last"


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
    SNOOZED = "snoozed"
    SOLVED = "solved"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a client said, as a channel or a colleague writes it down.

    `external_id` names it within its channel: told twice, it is one message.
    `said_at` is the sender's clock, which may be fast or come late. `ticket_id` is the client's
    ticket it continues, where the channel knows. A machine's word (`is_auto`) asks for nothing.
    """

    client_id: int
    channel: str
    text: str
    said_at: datetime
    external_id: str | None = None
    topic: str = ""
    priority: str = ""
    subject: str = ""
    ticket_id: int | None = None
    is_auto: bool = False


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
    `taken_from_id` is the version of an approved answer it was made of.
    """

    text: str
    said_at: datetime | None = None
    after: After = After.STAY
    promised: Promise | None = None
    seen_id: int | None = None
    taken_from_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewShift:
    """A stretch [from_at, to_at) of the rota, and why."""

    staff_id: int
    kind: ShiftKind
    from_at: datetime
    to_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What a ticket was made of elsewhere in the house (R-141).

    `key` names the thing itself, «meeting:12:note:3»: one ticket a key. `page` is the name of the
    address to go back to, with `page_id`; `title` its words.
    """

    key: str
    title: str
    page: str = ""
    page_id: int | None = None


class Minutes(TypedDict):
    """What is promised about a ticket; `is_working_time` is said of the resolution."""

    answer_minutes: int
    resolve_minutes: int
    limit_minutes: int
    is_working_time: bool


@dataclass(frozen=True, slots=True)
class NewPromise:
    """What is agreed with a client for a priority. None: as the method promises everybody.

    A target and a limit of the resolution come together; `is_working_time` is said of both.
    """

    priority: str
    answer_minutes: int | None = None
    resolve_minutes: int | None = None
    limit_minutes: int | None = None
    is_working_time: bool = False


@dataclass(frozen=True, slots=True)
class NewConflict:
    """A conflict as somebody registers it: expected or not, warned of earlier or not, and how."""

    client_id: int
    words: str
    happened_at: datetime
    is_expected: bool
    was_warned: bool
    warned_how: str = ""
    ticket_id: int | None = None


@dataclass(frozen=True, slots=True)
class StepMaking:
    """A step of the regulation of refunds as it is written down."""

    step: str
    choice: str = ""
    text: str = ""
    on: date | None = None
    amount_kopecks: int | None = None

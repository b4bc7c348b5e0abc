"""Words about messages on their way out. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

# Codes the outbox acts on: who stopped hearing us, and an account whose secret is no good.
BLOCKED = "blocked"
UNAUTHORISED = "unauthorised"

type Body = Mapping[str, str | int | bool | list[str] | None]


class State(StrEnum):
    """What became of a message. The first two are on their way, the others are settled."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


ON_THE_WAY = (State.QUEUED, State.CLAIMED)
SETTLED = tuple(state for state in State if state not in ON_THE_WAY)


class Rank(IntEnum):
    """Who goes first where many wait: a person's answer is not held up by a mailing."""

    ANSWER = 0
    NOTICE = 1
    MASS = 2


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message decided upon.

    `key` names it once and for all in its school: put in twice, it is one. `body` is the
    channel's own words. `about` is `<kind>:<id>` of what it belongs to; its kind is told what
    became of the message. Before `not_before_at` nobody tries: undo and quiet hours live by it.
    Past `expires_at` nobody tries any more. `staff_id` is whose message it is.
    """

    channel: str
    recipient: str
    body: Body
    key: str
    account_id: int | None = None
    not_before_at: datetime | None = None
    expires_at: datetime | None = None
    about: str = ""
    client_id: int | None = None
    staff_id: int | None = None
    rank: Rank = Rank.ANSWER


@dataclass(frozen=True, slots=True)
class Attempt:
    """A claimed message in the hands of a sender. `number` counts its attempts from one."""

    id: int
    key: str
    channel: str
    recipient: str
    body: Body
    about: str
    number: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """The channel took it; `external_id` is its name there."""

    external_id: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The channel answered that it will never take it."""

    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class NotSent:
    """Surely not sent: nothing reached the channel, or it said to come later.

    `after_seconds` is how long the channel itself asked to wait: the whole account waits.
    """

    code: str
    words: str = ""
    after_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """It may or may not have been taken: only a person can tell."""

    code: str = "no_answer"
    words: str = ""


type Answer = Accepted | Refused | NotSent | Unclear


@dataclass(frozen=True, slots=True)
class Terms:
    """How a channel is spoken to. Data of the method.

    per_second: messages of one account in a second; at_once: claimed together; parallel: sent
    side by side; attempts: at most; lease_seconds: after that a claim is a dead process's.
    """

    per_second: int = 25
    at_once: int = 20
    parallel: int = 4
    attempts: int = 6
    first_retry_seconds: int = 5
    longest_retry_seconds: int = 1800
    lease_seconds: int = 60


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a message, told to whoever put it in. `about_id` is its `about`'s number."""

    message_id: int
    about_id: int
    state: State
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where a message stands, for showing beside what it belongs to."""

    message_id: int
    about: str
    state: State
    due_at: datetime
    settled_at: datetime | None
    attempts: int
    code: str
    words: str

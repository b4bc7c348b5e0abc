"""Decisions about attempts: when to try again, how long an account waits. Pure."""

from datetime import datetime, timedelta

from provodnik.kernel.outbox.types import (
    Accepted,
    Answer,
    NotSent,
    Refused,
    State,
    Terms,
    Unclear,
)

GAVE_UP = "gave_up"
# The last moments of a lease are for writing the answer down, not for beginning to send.
_MARGIN_SHARE = 0.5


def kind_of(about: str) -> str:
    """The kind of what a message belongs to: `desk_message` of `desk_message:7`."""
    return about.partition(":")[0]


def number_of(about: str) -> int | None:
    """The number of what a message belongs to, if it has one."""
    tail = about.partition(":")[2]
    return int(tail) if tail.isdecimal() else None


def retry_seconds(number: int, terms: Terms) -> int:
    """How long after attempt `number` the next one may begin: doubled each time, bounded."""
    doubled: int = terms.first_retry_seconds * 2 ** min(number - 1, 30)
    return min(doubled, terms.longest_retry_seconds)


def verdict(answer: Answer, *, number: int, terms: Terms) -> State:
    """What an answer makes of a message: only what was surely not sent is queued again."""
    match answer:
        case Accepted():
            return State.ACCEPTED
        case Refused():
            return State.REFUSED
        case NotSent():
            return State.QUEUED if number < terms.attempts else State.REFUSED
        case Unclear():
            return State.UNCERTAIN


def next_try_at(answer: NotSent, *, number: int, terms: Terms, now: datetime) -> datetime:
    """The moment of the next attempt; the channel's own wait is kept to if it is longer."""
    seconds = max(retry_seconds(number, terms), answer.after_seconds or 0)
    return now + timedelta(seconds=seconds)


def last_begin_at(lease_until_at: datetime, terms: Terms) -> datetime:
    """After this a claimed message is not begun: somebody may soon take the claim for dead."""
    return lease_until_at - timedelta(seconds=terms.lease_seconds * _MARGIN_SHARE)


def free_at(free_from: datetime, count: int, terms: Terms, *, now: datetime) -> datetime:
    """When an account may send again after `count` messages at the channel's pace."""
    return max(free_from, now) + timedelta(seconds=count / terms.per_second)

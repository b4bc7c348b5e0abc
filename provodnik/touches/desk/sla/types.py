"""A ticket's thread as its clocks read it, and what they answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from provodnik.kernel.calendar.types import Pause


class Side(StrEnum):
    """Who said a word. Only a person of ours answers: a machine and a note do not."""

    CLIENT = "client"
    STAFF = "staff"
    MACHINE = "machine"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Word:
    """Something said at `at`.

    `reached_at` is when it came to us, if later: nobody could answer before. `asks` is false
    for a client's word that wants no answer, such as thanks.
    """

    at: datetime
    side: Side
    asks: bool = True
    reached_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Solution:
    """A stretch in which the ticket was taken for solved; `reopened_at` None: it still is."""

    at: datetime
    reopened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """All that happened to a ticket as far as clocks care."""

    opened_at: datetime
    words: tuple[Word, ...] = ()
    waits: tuple[Pause, ...] = ()
    solutions: tuple[Solution, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What is promised from a moment on; None where nothing is.

    An answer is promised in working time always, a resolution in working time or plain hours.
    """

    from_at: datetime
    answer: timedelta | None
    resolve: timedelta | None = None
    limit: timedelta | None = None
    is_working_time: bool = True


@dataclass(frozen=True, slots=True)
class Round:
    """The oldest question nobody had answered, and the answer that came to it."""

    asked_at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise: since when it runs, by when it is due, when it stopped.

    `due_at` None: nothing is promised, the clock stands, or the calendar has no hours at all.
    """

    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None = None
    is_paused: bool = False

    def is_late(self, now: datetime) -> bool:
        """Past its moment. What is done exactly in time is in time."""
        return self.due_at is not None and (self.ended_at or now) > self.due_at


@dataclass(frozen=True, slots=True)
class Turn:
    """From `from_at` on the ticket is held by `holder`; None: by nobody."""

    holder: int | None
    from_at: datetime

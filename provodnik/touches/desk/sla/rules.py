"""When a ticket is to be answered and resolved. Pure: no database, no clock of its own.

- A question waits from the moment it was asked, never from before the ticket was opened and
  never from the future.
- Several questions in a row are one: the oldest counts. A person's answer ends it, if the
  question had reached us by then. Machines and notes answer nothing.
- Waiting for the client stops the resolution, not the answer: one who was not answered yet
  cannot be waited for, and the journal's `first_response` knows no pause either.
- A promise that changes is counted anew from the beginning, but never makes anybody late
  for a time before it was known.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from provodnik.kernel.calendar import rules as calendar_rules
from provodnik.kernel.calendar.errors import NoWorkingTime
from provodnik.kernel.calendar.types import Pause, Span, WorkCalendar
from provodnik.kernel.calendar.wall import MINUTES_A_DAY
from provodnik.method.desk_words import ReopenClock
from provodnik.touches.desk.sla.types import (
    Clock,
    Round,
    Side,
    Solution,
    Terms,
    Thread,
    Turn,
    Word,
)

_NOTHING = timedelta(0)
_WHOLE_DAY = (Span(0, MINUTES_A_DAY),)


def heard_at(said_at: datetime, now: datetime) -> datetime:
    """When a message was said: the sender's own clock, unless it runs ahead of ours."""
    return min(said_at, now)


def calendar_of(terms: Terms, calendar: WorkCalendar) -> WorkCalendar:
    """In which hours a resolution is counted: the school's, or all there are in its zone."""
    return calendar if terms.is_working_time else _round_the_clock(calendar.zone.key)


def rounds(thread: Thread) -> tuple[Round, ...]:
    """Questions and their answers in order: the first is the first response.

    None for a ticket we began ourselves until its client says something that asks. The last
    one is open while `answered_at` is None.
    """
    found: list[Round] = []
    asked_at: datetime | None = None
    for word in sorted(thread.words, key=_reached_at):
        said_at = max(word.at, thread.opened_at)
        if word.side is Side.CLIENT and word.asks:
            asked_at = said_at if asked_at is None else min(asked_at, said_at)
        elif word.side is Side.STAFF and asked_at is not None:
            found.append(Round(asked_at, max(said_at, asked_at)))
            asked_at = None
    if asked_at is not None:
        found.append(Round(asked_at))
    return tuple(found)


def answer_clock(calendar: WorkCalendar, asked: Round, terms: Sequence[Terms]) -> Clock:
    """The clock of one round; `terms` in their order, the first ones from the beginning."""
    due_at = _due(
        terms,
        lambda one: _deadline(calendar, asked.asked_at, one.answer, ()),
        started_at=asked.asked_at,
        ended_at=asked.answered_at,
    )
    return Clock(asked.asked_at, due_at, asked.answered_at)


def resolution_clock(
    calendar: WorkCalendar,
    thread: Thread,
    terms: Sequence[Terms],
    *,
    reopen: ReopenClock,
    of: Callable[[Terms], timedelta | None],
) -> Clock:
    """The clock of the whole ticket, standing while the client is waited for.

    `of` picks the promise: the target or the limit. After a reopening it begins anew, or
    goes on as if the solved time had been a pause.
    """
    started_at, pauses = _resolution_run(thread, reopen)
    last = thread.solutions[-1] if thread.solutions else None
    ended_at = last.at if last and last.reopened_at is None else None
    is_paused = ended_at is None and any(pause.to_at is None for pause in pauses)
    due_at = _due(
        terms,
        lambda one: _deadline(calendar_of(one, calendar), started_at, of(one), pauses),
        started_at=started_at,
        ended_at=ended_at,
    )
    return Clock(started_at, due_at, ended_at, is_paused)


def resolution_took(
    calendar: WorkCalendar, thread: Thread, *, reopen: ReopenClock, now: datetime
) -> timedelta:
    """Working time of the resolution so far, or till its end, without the pauses."""
    started_at, pauses = _resolution_run(thread, reopen)
    last = thread.solutions[-1] if thread.solutions else None
    ended_at = last.at if last and last.reopened_at is None else now
    return calendar_rules.elapsed(calendar, started_at, ended_at, pauses)


def warn_at(calendar: WorkCalendar, clock: Clock, before: timedelta) -> datetime | None:
    """When so much working time is left, and never before the clock began."""
    if clock.due_at is None:
        return None
    try:
        return max(calendar_rules.moment_before(calendar, clock.due_at, before), clock.started_at)
    except NoWorkingTime:
        return clock.started_at


def notify_at(calendar: WorkCalendar, at: datetime) -> datetime | None:
    """The first working moment from `at` on: nobody is called at night. None: there is none."""
    try:
        return calendar_rules.next_open(calendar, at)
    except NoWorkingTime:
        return None


def is_new_request(solved_at: datetime, said_at: datetime, *, after: timedelta) -> bool:
    """Whether a word after the solution is another request; exactly `after` later is not yet."""
    return said_at - solved_at > after


def ledger(
    turns: Iterable[Turn],
    start: datetime,
    end: datetime,
    *,
    hours_of: Callable[[int | None], WorkCalendar],
    pauses: Sequence[Pause] = (),
) -> Mapping[int | None, timedelta]:
    """Working time of [start, end) by who held the ticket, each in the hours of the holder.

    Before the first turn nobody held it. With one calendar for all it sums to the elapsed time.
    """
    held: dict[int | None, timedelta] = {}
    edges = [Turn(None, start), *sorted(turns, key=lambda turn: turn.from_at)]
    ends = [*(turn.from_at for turn in edges[1:]), end]
    for turn, until in zip(edges, ends, strict=True):
        calendar = hours_of(turn.holder)
        took = calendar_rules.elapsed(calendar, max(turn.from_at, start), min(until, end), pauses)
        if took:
            held[turn.holder] = held.get(turn.holder, _NOTHING) + took
    return held


def merged(kept: Thread, other: Thread) -> Thread:
    """Two tickets as one: the older opening and every word. The kept one's pauses hold."""
    words = sorted((*kept.words, *other.words), key=_reached_at)
    return Thread(min(kept.opened_at, other.opened_at), tuple(words), kept.waits, kept.solutions)


def split(thread: Thread, moved: Sequence[Word]) -> tuple[Thread, Thread]:
    """A ticket without these words, and another opened when the first of them was said.

    Raises:  ValueError: nothing is moved
    """
    left = tuple(word for word in thread.words if word not in moved)
    opened_at = max(min(word.at for word in moved), thread.opened_at)
    rest = Thread(thread.opened_at, left, thread.waits, thread.solutions)
    return rest, Thread(opened_at, tuple(moved))


@lru_cache(maxsize=64)
def _round_the_clock(zone: str) -> WorkCalendar:
    """Kept, so that its years are laid out once."""
    return WorkCalendar.of(zone, [_WHOLE_DAY] * 7)


def _reached_at(word: Word) -> datetime:
    return max(word.at, word.reached_at or word.at)


def _resolution_run(thread: Thread, reopen: ReopenClock) -> tuple[datetime, tuple[Pause, ...]]:
    """Since when the resolution runs, and its pauses."""
    came_back = [one for one in thread.solutions if one.reopened_at is not None]
    if reopen is ReopenClock.NEW and came_back:
        return _last_return(came_back, thread.opened_at), thread.waits
    return thread.opened_at, (*thread.waits, *(Pause(one.at, one.reopened_at) for one in came_back))


def _last_return(came_back: Sequence[Solution], otherwise: datetime) -> datetime:
    return came_back[-1].reopened_at or otherwise


def _deadline(
    calendar: WorkCalendar,
    start: datetime,
    target: timedelta | None,
    pauses: Iterable[Pause],
) -> datetime | None:
    if target is None:
        return None
    try:
        return calendar_rules.paused_deadline(calendar, start, target, pauses)
    except NoWorkingTime:
        return None


def _due(
    terms: Sequence[Terms],
    deadline_of: Callable[[Terms], datetime | None],
    *,
    started_at: datetime,
    ended_at: datetime | None,
) -> datetime | None:
    """The deadline by the terms in force at the end; those made after it judge nothing."""
    due_at: datetime | None = None
    for number, one in enumerate(terms):
        if number and ended_at is not None and one.from_at > ended_at:
            break
        fresh = deadline_of(one)
        is_from_start = number == 0 or one.from_at <= started_at
        if is_from_start or fresh is None:
            due_at = fresh
        else:
            known_at = one.from_at if due_at is None else min(due_at, one.from_at)
            due_at = max(fresh, known_at)
    return due_at

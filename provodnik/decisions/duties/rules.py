"""Decisions about handing over that need no database."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from provodnik.decisions.duties.types import ORDER, DelegatedMonth, Handing, StepKind


def next_step(state: Handing) -> Handing | None:
    """The step after this one; None after the last."""
    place = ORDER.index(state) + 1
    return ORDER[place] if place < len(ORDER) else None


def step_back(state: Handing) -> Handing | None:
    """The step before this one; None before the first."""
    place = ORDER.index(state) - 1
    return ORDER[place] if place >= 0 else None


def is_back(was: Handing, to: Handing) -> bool:
    """Whether a move leads back."""
    return ORDER.index(to) < ORDER.index(was)


def is_skip(was: Handing, to: Handing) -> bool:
    """Whether a move forward leaves a step out."""
    return ORDER.index(to) - ORDER.index(was) > 1


def delegated_by(
    months: Sequence[tuple[date, datetime]],
    begun: Mapping[int, date],
    steps: Iterable[tuple[int, StepKind, datetime]],
) -> tuple[DelegatedMonth, ...]:
    """How many duties were accepted, of those in the register, at the end of each month.

    Shape:   (first day, its end exclusive) of each month; the day each handing over began;
             steps in the order they were made → one line a month, in the same order
    """
    told = tuple(steps)
    return tuple(_at(month_on, ends_at, begun, told) for month_on, ends_at in months)


def _at(
    month_on: date,
    ends_at: datetime,
    begun: Mapping[int, date],
    steps: Sequence[tuple[int, StepKind, datetime]],
) -> DelegatedMonth:
    last = {one: kind for one, kind, at in steps if at < ends_at}
    known = frozenset(one for one, day in begun.items() if day < ends_at.date())
    accepted = frozenset(one for one in known if last.get(one) is StepKind.ACCEPTED)
    return DelegatedMonth(month_on, accepted, known)

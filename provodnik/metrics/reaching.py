"""Whether a told goal is reached and how far it is: the one place that decides."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from provodnik.metrics import told
from provodnik.metrics.change import Span, way_share
from provodnik.metrics.definition import Direction, Unit


class State(StrEnum):
    """Whether a goal is reached; without a fact nobody can tell."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    NOT_MEASURED = "not_measured"


def bound(target: str, threshold: str, unit: Unit, direction: Direction) -> Fraction:
    """From where on the goal is reached: the threshold, else the target's nearer end.

    «96–100» is reached at 96; of what should fall, «24–72» is reached at 72.

    Raises:  NotAValue: neither holds a number
    """
    span = told.read(threshold or target).span(unit)
    if span is None:
        raise told.NotAValue(threshold or target)
    return span.high if direction is Direction.DOWN else span.low


def state(fact: Fraction | None, from_where: Fraction, direction: Direction) -> State:
    """69 of 70 is not reached, 70 is."""
    if fact is None:
        return State.NOT_MEASURED
    is_there = fact <= from_where if direction is Direction.DOWN else fact >= from_where
    return State.REACHED if is_there else State.NOT_REACHED


def progress(start: Span | None, fact: Fraction | None, from_where: Fraction) -> Fraction | None:
    """How much of the way is behind; None where the start or the fact is not measured.

    From 50 to 80, 60 is a third of the way.
    """
    if start is None or fact is None:
        return None
    return way_share(start.high, fact, from_where)


def days_left(ends_on: date, today: date) -> int:
    """Days until the first day after the term; none once it is over."""
    return max(0, (ends_on - today).days)

"""The arithmetic of pay. Pure: figures and rates in, kopecks out.

Each line is rounded to the kopeck by itself, half away from zero, so that the total is the
sum of what is printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from provodnik.decisions.pay.types import Line, LineKind, Raise

KOPECKS = 100


@dataclass(frozen=True, slots=True)
class Bounds:
    """How little and how much of its plan a figure counts for: 1/2 and 13/10."""

    floor: Fraction
    ceiling: Fraction


def rounded(kopecks: Fraction) -> int:
    """Whole kopecks, half away from zero: what a person expects of money."""
    whole = int(abs(kopecks) + Fraction(1, 2))
    return whole if kopecks >= 0 else -whole


def attained(
    value: Fraction | None, plan: Fraction, *, is_less_better: bool, to: Bounds
) -> Fraction:
    """How much of its plan a figure reached, within the bounds: 1 is the plan itself.

    Nothing measured is neither good nor bad: 1. Where less is better, a figure of zero is as
    good as it gets.
    """
    if value is None:
        return Fraction(1)
    if not is_less_better:
        reached = value / plan
    elif value > 0:
        reached = plan / value
    else:
        reached = to.ceiling
    return min(max(reached, to.floor), to.ceiling)


def moved(base_kopecks: int, weight: Fraction, reached: Fraction) -> int:
    """What a figure adds to the base or takes from it."""
    return rounded(base_kopecks * weight * (reached - 1))


def share_of(kopecks: int, share: Fraction) -> int:
    """A share of money; of money given back it is negative."""
    return rounded(kopecks * share)


def forecast(lines: Sequence[Line], *, passed: Fraction) -> int:
    """What the month comes to if it goes on as it began. `passed` is the share of it gone.

    The base and what figures do to it are a month's; pieces and sales grow with its days.
    """
    if not 0 < passed < 1:
        return sum(line.amount_kopecks for line in lines)
    growing = (LineKind.PIECE, LineKind.REWARD, LineKind.REFUND)
    return sum(
        rounded(line.amount_kopecks / passed) if line.kind in growing else line.amount_kopecks
        for line in lines
    )


def passed_share(month_on: date, end_on: date, today: date) -> Fraction:
    """How much of a month is gone when `today` is over, 0..1."""
    days, gone = (end_on - month_on).days, (today - month_on).days + 1
    return min(max(Fraction(gone, days), Fraction(0)), Fraction(1))


def raises(base_kopecks: int, lines: Sequence[Line], to: Bounds) -> list[Raise]:
    """What each figure would add: brought to its plan, or past it to the ceiling.

    Largest first; a figure that can add nothing is left out. `line.rate` is its weight.
    """
    found = []
    for line in lines:
        if line.kind is not LineKind.KPI or line.plan is None or line.rate is None:
            continue
        is_less = line.direction == "down"
        was = attained(line.value, line.plan, is_less_better=is_less, to=to)
        share = Fraction(1) if was < 1 else to.ceiling
        target = line.plan / share if is_less else line.plan * share
        target = _possible(target, line.unit)
        then = attained(target, line.plan, is_less_better=is_less, to=to)
        gain = moved(base_kopecks, line.rate, then) - line.amount_kopecks
        if gain > 0:
            found.append(Raise(line=line, target=target, kopecks=gain))
    return sorted(found, key=lambda one: -one.kopecks)


def _possible(target: Fraction, unit: str) -> Fraction:
    """No share is above the whole, no NPS above a hundred."""
    top = {"share": Fraction(1), "points": Fraction(100)}.get(unit)
    return min(target, top) if top is not None else target

"""From A to B: the one place that says how much a number changed, and in what words.

Relative growth is (B − A) / |A|. From zero there is no percentage, only the words
«from zero»; nothing to compare with, or nothing that grew, is a dash.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from provodnik.metrics.figures import (
    Count,
    Figure,
    Hours,
    Json,
    Money,
    Score,
    Share,
    Value,
    half_up,
    money_text,
)

DASH = "—"
MINUS = "−"


@dataclass(frozen=True, slots=True)
class Words:
    """How a language writes a change. Pages and commands bring the reader's own."""

    from_zero: str = "from zero"
    decimal_mark: str = "."
    group_mark: str = ","


ENGLISH = Words()


def relative_growth(before: Fraction | None, after: Fraction | None) -> Fraction | None:
    """(B − A) / |A|, or None where it says nothing: A is zero, or either is not measured."""
    if before is None or after is None or before == 0:
        return None
    return (after - before) / abs(before)


def change_text(before: Fraction | None, after: Fraction | None, words: Words = ENGLISH) -> str:
    """The change as pages print it: one decimal, rounded half up, with its sign.

    >>> change_text(Fraction(85), Fraction(96))
    '+12.9%'
    >>> change_text(Fraction(0), Fraction(5))
    'from zero'
    >>> change_text(None, Fraction(5))
    '—'
    """
    if before is None or after is None or before == after == 0:
        return DASH
    relative = relative_growth(before, after)
    if relative is None:
        return words.from_zero
    percent = half_up(relative * 100, 1)
    sign = MINUS if percent < 0 else "+" if percent > 0 else ""
    digits = f"{abs(percent):,.1f}"
    marks = {",": words.group_mark, ".": words.decimal_mark}
    return sign + "".join(marks.get(character, character) for character in digits) + "%"


@dataclass(frozen=True, slots=True)
class Span:
    """A value that may be known only in bounds: one number where they are equal.

    A rough one was said as about or as a range; an open one has no upper bound: «10+».
    """

    low: Fraction
    high: Fraction
    is_rough: bool = False
    is_open: bool = False


def relative_span(before: Span | None, after: Span | None) -> Span | None:
    """The least and the most the value can have grown, or None where nothing can be said.

    85 → 96–100 grew by 12.9…17.6 percent; from zero there is no percentage.
    """
    if before is None or after is None or 0 in (before.low, before.high):
        return None
    ends = [(b - a) / abs(a) for a, b in ((before.high, after.low), (before.low, after.high))]
    return Span(min(ends), max(ends), before.is_rough or after.is_rough, after.is_open)


def points_span(before: Span | None, after: Span | None) -> Span | None:
    """B − A in its bounds, in the value's own unit; None where either is not measured."""
    if before is None or after is None:
        return None
    is_rough = before.is_rough or after.is_rough
    return Span(after.low - before.high, after.high - before.low, is_rough, after.is_open)


def way_share(before: Fraction, now: Fraction, goal: Fraction) -> Fraction | None:
    """How much of the way to a goal is behind, never below zero; None: there was no way to go.

    >>> way_share(Fraction(50), Fraction(60), Fraction(80))
    Fraction(1, 3)
    """
    distance = goal - before
    return max(Fraction(0), (now - before) / distance) if distance else None


@dataclass(frozen=True, slots=True)
class Change:
    """One number's way from A to B. `points` is B − A in the number's own unit."""

    relative: Fraction | None
    points: Json
    text: str

    def json(self) -> Json:
        relative = None if self.relative is None else float(self.relative)
        return {"relative": relative, "points": self.points, "text": self.text}


type Changes = Change | Mapping[str, Changes] | None


def change(before: Figure, after: Figure, words: Words = ENGLISH) -> Change:
    """Compare two figures of one kind. Points of shares are percentage points."""
    a = None if before is None else before.number
    b = None if after is None else after.number
    return Change(relative_growth(a, b), _points(before, after, a, b), change_text(a, b, words))


def changes(before: Value, after: Value, words: Words = ENGLISH) -> Changes:
    """The same shape as the values, each number replaced by its change."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return {name: changes(before[name], after[name], words) for name in after}
    if isinstance(before, Mapping) or isinstance(after, Mapping):
        raise TypeError("values of one metric have one shape")
    if before is None and after is None:
        return None
    return change(before, after, words)


def changes_json(changed: Changes) -> Json:
    """Changes as the JSON contract prints them."""
    if changed is None:
        return None
    if isinstance(changed, Change):
        return changed.json()
    return {name: changes_json(part) for name, part in changed.items()}


def _points(before: Figure, after: Figure, a: Fraction | None, b: Fraction | None) -> Json:
    if a is None or b is None:
        return None
    match after:
        case Money():
            return money_text(b - a)
        case Share():
            return round(float((b - a) * 100), 10)
        case Count():
            return int(b - a)
        case Score() | Hours():
            return round(float(b - a), 6)
    raise TypeError(f"not figures of one kind: {before!r}, {after!r}")

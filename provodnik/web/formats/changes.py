"""What changed between two values, in words that can't be misread.

A relative change and a difference in points are never mixed: each carries its own
sign and unit, and points always follow the relative.
"""

from fractions import Fraction

from provodnik.metrics import change as change_rules
from provodnik.metrics.change import Span
from provodnik.web.formats.numbers import (
    NBSP,
    UNDEFINED,
    Number,
    exact,
    number,
    rounded,
)
from provodnik.web.formats.words import plural, words

_TIMES_FROM = 2


def relative(
    was: Number | None, now: Number | None, language: str, *, is_whole: bool = False
) -> str:
    """«+12,9%», «−50,0%», «с нуля», «—».

    Growth from zero has no percentage. Nothing then and nothing now is no growth.

    Shape:   (now − was) / |was|; None = not measured → «—»
    """
    if was is None or now is None:
        return UNDEFINED
    before, after = exact(was), exact(now)
    if before == 0:
        return UNDEFINED if after == 0 else words(language).from_zero
    growth = (after - before) / abs(before) * 100
    return f"{signed(growth, language, decimals=0 if is_whole else 1)}%"


def points(was: Number | None, now: Number | None, language: str, *, is_whole: bool = False) -> str:
    """«+37,0 п.п.»: the difference of two shares in percentage points.

    Units:   0..1 → points of percent; None → «—»
    """
    if was is None or now is None:
        return UNDEFINED
    gap = (exact(now) - exact(was)) * 100
    amount = signed(gap, language, decimals=0 if is_whole else 1)
    return f"{amount}{NBSP}{words(language).points}"


def difference(was: Number | None, now: Number | None, language: str, *, decimals: int = 0) -> str:
    """«+5», «−0,4»: the difference of two values that are not shares."""
    if was is None or now is None:
        return UNDEFINED
    return signed(exact(now) - exact(was), language, decimals=decimals)


def change(was: Number | None, now: Number | None, language: str, *, is_share: bool = False) -> str:
    """«+63,6% (+37,0 п.п.)» for shares, the relative alone for everything else."""
    growth = relative(was, now, language)
    if not is_share or was is None or now is None:
        return growth
    return f"{growth} ({points(was, now, language)})"


def ratio(was: Number | None, now: Number | None, language: str) -> str:
    """«в 3 раза», «в 2,5 раза» when the value at least doubled; otherwise nothing."""
    if was is None or now is None or was <= 0 or now <= 0:
        return ""
    times = rounded(exact(now) / exact(was), 1)
    if times < _TIMES_FROM:
        return ""
    is_whole = times == int(times)
    spoken = words(language)
    return spoken.times.format(
        n=number(times, language, decimals=0 if is_whole else 1),
        word=plural(times, spoken.times_forms),
    )


def way_share(was: Number, now: Number, goal: Number) -> Fraction | None:
    """How much of the way from `was` to `goal` is behind; None when there was no way to go."""
    return change_rules.way_share(exact(was), exact(now), exact(goal))


def relative_span(was: Span | None, now: Span | None, language: str) -> str:
    """The same of values known in bounds: «+13…+18%»; rough ones grow by whole percents.

    A value without an upper bound says the least: «от +100%».
    """
    if was is None or now is None:
        return UNDEFINED
    grown = change_rules.relative_span(was, now)
    if grown is None:
        return relative(was.high, now.high, language)
    ends = [
        signed(end * 100, language, decimals=0 if grown.is_rough else 1)
        for end in (grown.low, grown.high)
    ]
    return f"{_ends(ends, grown, language)}%"


def points_span(was: Span | None, now: Span | None, language: str) -> str:
    """«+11…+15 п.п.»: the difference of shares known in bounds."""
    gap = change_rules.points_span(was, now)
    if gap is None:
        return UNDEFINED
    ends = [
        signed(end * 100, language, decimals=0 if gap.is_rough else 1)
        for end in (gap.low, gap.high)
    ]
    return f"{_ends(ends, gap, language)}{NBSP}{words(language).points}"


def _ends(ends: list[str], span: Span, language: str) -> str:
    low, high = ends
    if span.is_open:
        return f"{words(language).at_least}{NBSP}{low}"
    return low if low == high else f"{low}…{high}"


def signed(value: Number, language: str, *, decimals: int = 0) -> str:
    """With its sign said out loud: «+5,0», «−5,0»; what rounds to nothing has none."""
    text = number(value, language, decimals=decimals)
    return f"+{text}" if rounded(value, decimals) > 0 else text

"""How a figure reads: its text, its parts, the change between two, the way to a target.

Pure: the language is an argument.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from provodnik.metrics.change import Span
from provodnik.web import formats
from provodnik.web.design.types import Amount, Direction, Figure, Target, Unit
from provodnik.web.formats import Mark

_ROUGH_BELOW_N = 100
# Units of which a person may tell any number of decimals.
_DECIMAL = frozenset({Unit.SHARE, Unit.SCORE, Unit.COUNT, Unit.POINTS})


@dataclass(frozen=True, slots=True)
class Change:
    """A change in words; `points` and `ratio` are empty where they say nothing."""

    relative: str
    points: str
    ratio: str
    is_from_zero: bool
    verdict: str


@dataclass(frozen=True, slots=True)
class Way:
    """How far a figure is from its target; `behind` is None when it can't be told."""

    is_reached: bool
    behind: Fraction | None
    words: str


def amount_text(amount: Amount, unit: Unit, language: str, *, figure: Figure | None = None) -> str:
    """An amount with its unit and mark: «~50 000 ₽», «95,2%», «до 2 ч», «4,6»."""
    mark = figure.mark if figure else Mark.EXACT
    decimals = figure.decimals if figure else None
    if figure is not None and figure.high is not None:
        one, ends = replace(figure, high=None), (amount, figure.high)
        return formats.span(*(amount_text(end, unit, language, figure=one) for end in ends))
    if decimals is not None and unit in _DECIMAL:
        text = _with_decimals(amount, unit, decimals, language)
        return formats.marked(text, mark, language)
    text = _plain(amount, unit, figure, language)
    return formats.marked(text, mark, language)


def _plain(amount: Amount, unit: Unit, figure: Figure | None, language: str) -> str:
    match unit:
        case Unit.KOPECKS:
            return formats.money(int(amount), language)
        case Unit.SHARE:
            n = figure.n if figure else None
            is_approx = figure is not None and figure.mark is Mark.APPROX
            return formats.share(amount, language, n=n, is_approx=is_approx)
        case Unit.HOURS:
            return formats.hours(amount, language)
        case Unit.SCORE:
            return formats.number(amount, language, decimals=1)
        case Unit.DAYS:
            return formats.counted(int(formats.rounded(amount)), _days(language), language)
        case Unit.COUNT | Unit.POINTS:
            return formats.number(amount, language)


def _with_decimals(amount: Amount, unit: Unit, decimals: int, language: str) -> str:
    if unit is Unit.SHARE:
        return f"{formats.number(formats.exact(amount) * 100, language, decimals=decimals)}%"
    return formats.number(amount, language, decimals=decimals)


def parts_text(figure: Figure, language: str) -> str:
    """«2 из 3» behind a share of fewer than 30; empty otherwise."""
    if figure.unit is not Unit.SHARE or figure.amount is None or figure.n is None:
        return ""
    if not formats.is_small_sample(figure.n):
        return ""
    numerator = int(formats.rounded(formats.exact(figure.amount) * figure.n))
    return formats.sample(numerator, figure.n, language)


def change(was: Figure, now: Figure, direction: Direction, language: str) -> Change:
    """What changed; `verdict` is better, worse or nothing, by direction and never by sign.

    Raises:  ValueError: the two are counted in different units
    """
    if was.unit is not now.unit:
        raise ValueError(f"{was.unit} can't be compared with {now.unit}")
    is_whole = _is_rough(was) or _is_rough(now)
    from_zero = formats.words(language).from_zero
    if _is_wide(was) or _is_wide(now):
        return _wide_change(was, now, direction, language)
    relative = formats.relative(was.amount, now.amount, language, is_whole=is_whole)
    return Change(
        relative=relative,
        points=_points(was, now, language, is_whole=is_whole),
        ratio=formats.ratio(was.amount, now.amount, language),
        is_from_zero=relative == from_zero,
        verdict=_verdict(was, now, direction),
    )


def span_of(figure: Figure) -> Span | None:
    """The figure in its bounds, for growth between values known as ranges."""
    if figure.amount is None:
        return None
    low = formats.exact(figure.amount)
    high = low if figure.high is None else formats.exact(figure.high)
    is_rough = figure.high is not None or _is_rough(figure)
    return Span(low, high, is_rough, figure.mark is Mark.AT_LEAST)


def _wide_change(was: Figure, now: Figure, direction: Direction, language: str) -> Change:
    spans = span_of(was), span_of(now)
    relative = formats.relative_span(*spans, language)
    is_share = was.unit is Unit.SHARE and None not in spans
    return Change(
        relative=relative,
        points=formats.points_span(*spans, language) if is_share else "",
        ratio="",
        is_from_zero=relative == formats.words(language).from_zero,
        verdict=_verdict(was, now, direction),
    )


def _is_wide(figure: Figure) -> bool:
    return figure.high is not None or figure.mark is Mark.AT_LEAST


def way(was: Figure, now: Figure, target: Target, direction: Direction, language: str) -> Way:
    """«не ниже 90%» once there, else the share of the way behind: 81% of the way to 55%."""
    goal = target.text or _goal_text(target.amount, now.unit, language)
    if now.amount is None:
        return Way(False, None, goal)
    is_down = direction is Direction.DOWN
    if now.amount <= target.amount if is_down else now.amount >= target.amount:
        bound = "" if target.text else f"{_bound(now.unit, direction, language)} "
        return Way(True, None, f"{bound}{goal}")
    behind = (
        None if was.amount is None else formats.way_share(was.amount, now.amount, target.amount)
    )
    return Way(False, behind, goal)


def _goal_text(amount: Amount, unit: Unit, language: str) -> str:
    """A goal is a decision, not a measurement: «90%», never «90,0%»."""
    is_whole = unit is Unit.SHARE and (formats.exact(amount) * 100).denominator == 1
    return amount_text(
        amount, unit, language, figure=Figure(amount, unit, n=1 if is_whole else None)
    )


def _points(was: Figure, now: Figure, language: str, *, is_whole: bool) -> str:
    if was.amount is None or now.amount is None:
        return ""
    match was.unit:
        case Unit.SHARE:
            return formats.points(was.amount, now.amount, language, is_whole=is_whole)
        case Unit.POINTS:
            return formats.difference(was.amount, now.amount, language)
        case Unit.SCORE:
            return formats.difference(was.amount, now.amount, language, decimals=1)
        case _:
            return ""


def _verdict(was: Figure, now: Figure, direction: Direction) -> str:
    if was.amount is None or now.amount is None or direction is Direction.NONE:
        return ""
    if was.amount == now.amount:
        return ""
    return "better" if (now.amount > was.amount) == (direction is Direction.UP) else "worse"


def _bound(unit: Unit, direction: Direction, language: str) -> str:
    bounds = formats.words(language).reached
    if direction is not Direction.DOWN:
        return bounds["less"]
    return bounds["longer"] if unit in {Unit.HOURS, Unit.DAYS} else bounds["more"]


def _is_rough(figure: Figure) -> bool:
    return figure.mark is Mark.APPROX or (figure.n is not None and figure.n < _ROUGH_BELOW_N)


def _days(language: str) -> str:
    return formats.words(language).days

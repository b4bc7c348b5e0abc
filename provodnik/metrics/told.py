"""Values as people tell them: exact, about, up to, from, a range, or not measured.

What is kept is the very text; this reads it, so that a goal of «96–100» stays one and can
still be compared with.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from provodnik.metrics.change import Span
from provodnik.metrics.definition import Unit


class Mark(StrEnum):
    """How sure a told value is."""

    EXACT = "exact"
    APPROX = "approx"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    RANGE = "range"
    NOT_MEASURED = "not_measured"


class NotAValue(ValueError):
    """The text holds no number that can be compared."""


@dataclass(frozen=True, slots=True)
class Told:
    """A value read from words, in the unit people say: percents and roubles.

    `low` and `high` differ only in a range; both are None where nothing was measured.
    `decimals` are as many as were written.
    """

    mark: Mark
    low: Fraction | None = None
    high: Fraction | None = None
    decimals: int = 0

    def span(self, unit: Unit) -> Span | None:
        """The value in the unit metrics count in: shares 0..1, kopecks; None: not measured."""
        if self.low is None or self.high is None:
            return None
        scale = SCALES.get(unit, Fraction(1))
        is_rough = self.mark in (Mark.APPROX, Mark.RANGE)
        return Span(self.low * scale, self.high * scale, is_rough, self.mark is Mark.AT_LEAST)


# From what people say to what metrics count in.
SCALES = {Unit.MONEY: Fraction(100), Unit.SHARE: Fraction(1, 100)}

NOT_MEASURED = Told(Mark.NOT_MEASURED)

_NUMBER = r"[-−]?\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?"
_UNITS = (
    r"(?:%|₽|р(?:уб)?\.?|rub|ч\.?|час(?:а|ов)?|h|дн\.?|дн(?:я|ей)|день|балл(?:а|ов)?|п\.?|шт\.?)"
)
_ONE = re.compile(rf"(?P<sign>~|≈|≤|<=|≥|>=|[a-zа-яё][a-zа-яё ]*?\s)?\s*(?P<number>{_NUMBER})\s*"
                  rf"(?P<plus>\+)?\s*{_UNITS}?(?P<late>\+)?")  # fmt: skip
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})\s*{_UNITS}?\s*(?:–|—|-|…|\.\.)\s*(?P<high>{_NUMBER})\s*{_UNITS}?"
)
_SIGNS = {
    **dict.fromkeys(("~", "≈", "около", "примерно", "about"), Mark.APPROX),
    **dict.fromkeys(("≤", "<=", "до", "не более", "не больше", "up to", "at most"), Mark.AT_MOST),
    **dict.fromkeys(("≥", ">=", "от", "не менее", "не меньше", "at least", "from"), Mark.AT_LEAST),
}
NOT_MEASURED_WORDS = "не измерялось"
"""How a value that nobody measured is entered and printed."""

_NOTHING = frozenset({"—", "-", "–", "не измерялось", "не измерялся", "не измерялась",
                      "не измерялись", "не считалось", "не считался", "not measured"})  # fmt: skip


def read(text: str) -> Told:
    """«~150 000», «до 70%», «96–100», «10+», «4,7», «не измерялось».

    Raises:  NotAValue: no number, two marks, or an unknown unit
    """
    said = " ".join(text.lower().split())
    if said in _NOTHING:
        return NOT_MEASURED
    if both := _RANGE.fullmatch(said):
        low, high = _number(both["low"]), _number(both["high"])
        if low >= high:
            raise NotAValue(text)
        return Told(Mark.RANGE, low, high, max(_decimals(both["low"]), _decimals(both["high"])))
    one = _ONE.fullmatch(said)
    if one is None:
        raise NotAValue(text)
    marks = {_sign(one["sign"], text)} if one["sign"] else set()
    marks |= {Mark.AT_LEAST} if one["plus"] or one["late"] else set()
    if len(marks) > 1:
        raise NotAValue(text)
    number = _number(one["number"])
    return Told(next(iter(marks), Mark.EXACT), number, number, _decimals(one["number"]))


def _sign(sign: str, text: str) -> Mark:
    try:
        return _SIGNS[sign.strip()]
    except KeyError:
        raise NotAValue(text) from None


def _number(text: str) -> Fraction:
    plain = re.sub(r"[ \u00a0\u202f]", "", text)
    return Fraction(plain.replace("−", "-").replace(",", "."))


def _decimals(text: str) -> int:
    return len(re.split(r"[.,]", text)[1]) if re.search(r"[.,]", text) else 0

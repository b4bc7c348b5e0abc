"""Sums, shares and their marks."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from provodnik.web.formats.words import plural, words

type Number = int | float | Decimal | Fraction

NBSP = "\u00a0"
MINUS = "\u2212"
UNDEFINED = "—"
ROUBLE = "₽"

KOPECKS_IN_ROUBLE = 100
_SCALE_STEP = 1000
_WHOLE_PERCENT_BELOW_N = 100
_PARTS_BELOW_N = 30
_LITTLE_DATA_BELOW_N = 10


class Mark(StrEnum):
    """How sure a value is; kept as entered, through exports."""

    EXACT = "exact"
    APPROX = "approx"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


def exact(value: Number) -> Fraction:
    """The number as written: 0.1295 is 1295/10000, not its nearest binary neighbour."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def rounded(value: Number, decimals: int = 0) -> Fraction:
    """Half up, away from zero: 2,25 → 2,3 and −2,25 → −2,3."""
    scale = 10**decimals
    scaled = abs(exact(value)) * scale
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, scale)


def number(value: Number, language: str, *, decimals: int = 0) -> str:
    """«1 240», «4,6», «−0,5»: grouped from 1 000, decimals kept even when zero."""
    spoken = words(language)
    shown = rounded(value, decimals)
    whole, tail = divmod(abs(int(shown * 10**decimals)), 10**decimals)
    text = f"{whole:,}".replace(",", spoken.group)
    if decimals:
        text += f"{spoken.decimal}{tail:0{decimals}d}"
    return f"{MINUS}{text}" if shown < 0 else text


def integer(value: int, language: str) -> str:
    """«1 240»."""
    return number(value, language)


def counted(n: int, forms: str, language: str) -> str:
    """«14 дел»: the number and its word, never torn apart by a line break."""
    return f"{integer(n, language)}{NBSP}{plural(n, forms)}"


def money(kopecks: int, language: str, *, with_kopecks: bool = False) -> str:
    """«870 080 ₽»; kopecks only where pay and orders need them: «30 000,00 ₽».

    Units:   kopecks → roubles; groups and ₽ stand behind U+00A0, so that a line
             never breaks a sum and a Russian spreadsheet reads it as a number
    """
    decimals = 2 if with_kopecks else 0
    amount = number(Fraction(kopecks, KOPECKS_IN_ROUBLE), language, decimals=decimals)
    return f"{amount}{NBSP}{ROUBLE}"


def money_short(kopecks: int, language: str) -> str:
    """A sum for an axis: «640», «294 тыс.», «1,2 млн». The axis itself says roubles."""
    roubles = Fraction(kopecks, KOPECKS_IN_ROUBLE)
    if abs(rounded(roubles)) < _SCALE_STEP:
        return number(roubles, language)
    spoken = words(language)
    scales = ((10**3, spoken.thousand, 0), (10**6, spoken.million, 1), (10**9, spoken.billion, 1))
    # Checked after rounding: 999 600 is «1 млн», never «1000 тыс.».
    fitting = (s for s in scales if abs(rounded(roubles / s[0], s[2])) < _SCALE_STEP)
    size, word, decimals = next(fitting, scales[-1])
    is_whole = rounded(roubles / size, decimals).denominator == 1
    amount = number(roubles / size, language, decimals=0 if is_whole else decimals)
    # English writes «294k» in one piece, Russian «294 тыс.» in two.
    return f"{amount}{word}" if language.startswith("en") else f"{amount}{NBSP}{word}"


def share(
    value: Number | None, language: str, *, n: int | None = None, is_approx: bool = False
) -> str:
    """«37,3%»: one decimal, whole when the input is approximate or `n` is below 100.

    Units:   0..1 → percent; None (an empty denominator) → «—», never 0%
    """
    if value is None:
        return UNDEFINED
    is_whole = is_approx or (n is not None and n < _WHOLE_PERCENT_BELOW_N)
    return f"{number(exact(value) * 100, language, decimals=0 if is_whole else 1)}%"


def sample(numerator: int, n: int, language: str) -> str:
    """«2 из 3»: the parts of a share, shown wherever `is_small_sample(n)`."""
    return f"{integer(numerator, language)} {words(language).out_of} {integer(n, language)}"


def is_small_sample(n: int) -> bool:
    return n < _PARTS_BELOW_N


def is_little_data(n: int) -> bool:
    return n < _LITTLE_DATA_BELOW_N


def marked(text: str, mark: Mark, language: str) -> str:
    """«~50 000 ₽», «до 24 ч»: the mark in front of an already written value."""
    if text == UNDEFINED:
        return text
    match mark:
        case Mark.APPROX:
            return f"~{text}"
        case Mark.AT_MOST:
            return f"{words(language).at_most}{NBSP}{text}"
        case Mark.AT_LEAST:
            # «10+» stays as it is said; a unit behind the plus would read as a sum.
            is_bare = text[-1].isdigit()
            return f"{text}+" if is_bare else f"{words(language).at_least}{NBSP}{text}"
        case Mark.EXACT:
            return text


def span(low: str, high: str) -> str:
    """«96–100%» out of «96%» and «100%»: a shared unit is written once."""
    unit = "".join(char for char in high if not (char.isdigit() or char in ",.")).strip()
    if unit and low.endswith(unit):
        low = low.removesuffix(unit).rstrip()
    return f"{low}–{high}"


def window(months: int, language: str) -> str:
    """«3 мес.»: how long a sum was gathered, said whenever windows differ side by side."""
    return f"{months}{NBSP}{words(language).month}"

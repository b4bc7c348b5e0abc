"""What a number is once it is counted: money, a share, hours… Exact until printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

type Exact = int | Fraction
type Json = bool | int | float | str | list[Json] | dict[str, Json] | None

_SHARE_DIGITS = 12
_PRINTED_DIGITS = 6


def half_up(number: Exact, places: int) -> Decimal:
    """`number` with `places` decimals; halves go away from zero, as people round."""
    scaled = Fraction(number) * 10**places
    whole, rest = divmod(abs(scaled), 1)
    rounded = int(whole) + (1 if 2 * rest >= 1 else 0)
    return Decimal(rounded if scaled >= 0 else -rounded).scaleb(-places)


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in kopecks; a mean may hold a part of one. Printed in roubles, two decimals."""

    kopecks: Exact

    @property
    def number(self) -> Fraction:
        return Fraction(self.kopecks)

    def json(self) -> Json:
        return money_text(self.kopecks)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, kept with both, so that small samples stay visible."""

    numerator: Exact
    denominator: Exact

    @property
    def number(self) -> Fraction | None:
        """0..1 (beyond it only where refunds outweigh sales), None when there is no whole."""
        if self.denominator <= 0:
            return None
        return Fraction(self.numerator) / Fraction(self.denominator)

    def json(self) -> Json:
        return None if self.number is None else round(float(self.number), _SHARE_DIGITS)


@dataclass(frozen=True, slots=True)
class Count:
    """How many, or a score."""

    count: int

    @property
    def number(self) -> Fraction:
        return Fraction(self.count)

    def json(self) -> Json:
        return self.count


@dataclass(frozen=True, slots=True)
class Score:
    """A mean mark, an index or points of a scale; may be negative."""

    score: Exact

    @property
    def number(self) -> Fraction:
        return Fraction(self.score)

    def json(self) -> Json:
        return round(float(self.score), _PRINTED_DIGITS)


@dataclass(frozen=True, slots=True)
class Hours:
    """How long, kept in seconds. Printed in hours."""

    seconds: Exact

    @property
    def number(self) -> Fraction:
        return Fraction(self.seconds) / 3600

    def json(self) -> Json:
        return round(float(self.number), _PRINTED_DIGITS)


type Figure = Money | Share | Count | Score | Hours | None
type Value = Figure | Mapping[str, Value]


def money_text(kopecks: Exact) -> str:
    """Roubles with a dot and two decimals: «1234.50»."""
    return str(half_up(Fraction(kopecks) / 100, 2))


def mean_money(kopecks: Exact, count: int) -> Money | None:
    """A sum a head, None when there is nobody."""
    return Money(Fraction(kopecks) / count) if count else None


def value_json(value: Value) -> Json:
    """A figure, or each figure of a shape, as the JSON contract prints it."""
    if isinstance(value, Mapping):
        return {name: value_json(figure) for name, figure in value.items()}
    return None if value is None else value.json()

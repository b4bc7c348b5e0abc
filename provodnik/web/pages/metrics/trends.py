"""How a number went over the last twelve months, where its definition tells months apart."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import get_language

from provodnik.kernel import schools
from provodnik.kernel.periods import add_months, month_label
from provodnik.lake import services as lake
from provodnik.metrics.definition import Definition
from provodnik.metrics.figures import Count, Hours, Money, Score, Share, Value
from provodnik.metrics.measurement import Row
from provodnik.web import formats
from provodnik.web.design.types import Bar

MONTHS = 12
_SHARE_STEPS = 10_000


@dataclass(frozen=True, slots=True)
class Trend:
    """A column a month, and the same in one sentence for who does not see it."""

    bars: tuple[Bar, ...]
    label: str


def trend_of(definition: Definition, today: date, *, now: datetime) -> Trend | None:
    """The last twelve months with this one; None where nothing is counted by months.

    One question to the lake.
    """
    if "month" not in definition.dims:
        return None
    first = add_months(today.replace(day=1), 1 - MONTHS)
    measured = lake.measure(
        definition.name,
        school_id=schools.current(),
        period_from=first,
        period_to=add_months(first, MONTHS),
        by="month",
        now=now,
    )
    found = {row.dims["month"]: _main(row) for row in measured.rows}
    months = [add_months(first, step) for step in range(MONTHS)]
    if not any(_height(found.get(month_label(month))) for month in months):
        return None
    bars = tuple(_bar(month, found.get(month_label(month))) for month in months)
    return Trend(bars, ", ".join(f"{bar.label} {bar.total}" for bar in bars))


def _main(row: Row) -> Value:
    """The first figure of a row: the one the number is called by."""
    return next(iter(row.figures.values()), None)


def _bar(month: date, value: Value) -> Bar:
    language = _language()
    return Bar(
        formats.words(language).months_short[month.month - 1],
        (_height(value),),
        _text(value, language) if _height(value) else "",
    )


def _text(value: Value, language: str) -> str:
    match value:
        case Money():
            return formats.money_short(int(value.number), language)
        case Share():
            return formats.share(value.number, language, n=int(Fraction(value.denominator)))
        case Count():
            return formats.integer(value.count, language)
        case Score():
            return formats.number(value.number, language, decimals=1)
        case Hours():
            return formats.hours(value.number, language)
        case _:
            return formats.UNDEFINED


def _height(value: Value) -> int:
    match value:
        case Money() | Count():
            return max(0, int(value.number))
        case Share():
            return max(0, int((value.number or 0) * _SHARE_STEPS))
        case Score() | Hours():
            return max(0, int(value.number * _SHARE_STEPS))
        case _:
            return 0


def _language() -> str:
    return (get_language() or "ru").split("-")[0]

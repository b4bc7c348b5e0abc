"""Windows of goals, the number of a quarter, counted amounts in words. Pure."""

from datetime import date, timedelta
from fractions import Fraction

from provodnik.decisions.goals.types import Every
from provodnik.kernel.periods import Period, add_months, month_of, quarter_of
from provodnik.metrics import told
from provodnik.metrics.definition import Unit
from provodnik.metrics.figures import half_up

STRATEGY_MONTHS = 12
_WEEK_DAYS = 7


def quarter_key(on: date) -> int:
    """A quarter as one number, 20264 for the fourth of 2026: the subject of a signal."""
    first = quarter_of(on).from_on
    return first.year * 10 + (first.month - 1) // 3 + 1


def result_window(quarter_on: date, months: int | None) -> Period:
    """The quarter, or so many months up to its end."""
    quarter = quarter_of(quarter_on)
    return quarter if months is None else Period(add_months(quarter.to_on, -months), quarter.to_on)


def kpi_window(every: Every, today: date) -> Period:
    """The week or the month that goes on."""
    if every is Every.MONTH:
        return month_of(today)
    monday = today - timedelta(days=today.weekday())
    return Period(monday, monday + timedelta(days=_WEEK_DAYS))


def said(amount: Fraction, unit: Unit) -> str:
    """A counted amount in the words of an entered one: 0.582 → «58.2»."""
    scaled = amount / told.SCALES.get(unit, Fraction(1))
    text = f"{half_up(scaled, 0 if unit is Unit.MONEY else 1):f}"
    return text.removesuffix(".0")

"""Figures of goals: told values in the very words, counted facts where they open, targets."""

from datetime import date
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _

from provodnik.metrics import definition as metrics
from provodnik.metrics import told
from provodnik.metrics.reaching import State, bound
from provodnik.metrics.redefined import Redefined
from provodnik.web import formats
from provodnik.web.design.figures import amount_text
from provodnik.web.design.types import Figure, Missing, Target, Tone, Unit
from provodnik.web.formats import Mark

UNITS = {
    metrics.Unit.MONEY: Unit.KOPECKS,
    metrics.Unit.SHARE: Unit.SHARE,
    metrics.Unit.COUNT: Unit.COUNT,
    metrics.Unit.SCORE: Unit.SCORE,
    metrics.Unit.POINTS: Unit.POINTS,
    metrics.Unit.HOURS: Unit.HOURS,
    metrics.Unit.DAYS: Unit.DAYS,
}
_MARKS = {
    told.Mark.APPROX: Mark.APPROX,
    told.Mark.AT_MOST: Mark.AT_MOST,
    told.Mark.AT_LEAST: Mark.AT_LEAST,
}
_TONES = {State.REACHED: Tone.GOOD, State.NOT_REACHED: Tone.WATCH, State.NOT_MEASURED: Tone.NEUTRAL}


def told_figure(text: str, unit: metrics.Unit, *, why: str = "") -> Figure:
    """A value with the mark it was told with: «~50 000 ₽», «до 70%», «96–100%»."""
    read = told.read(text)
    span = read.span(unit)
    if span is None:
        return Figure(None, UNITS[unit], missing=Missing.NOT_MEASURED, why=why)
    return Figure(
        span.low,
        UNITS[unit],
        mark=_MARKS.get(read.mark, Mark.EXACT),
        why=why,
        high=span.high if span.high != span.low else None,
        decimals=read.decimals,
    )


def told_text(text: str, unit: metrics.Unit, language: str) -> str:
    """The same in one line, for a target and a file."""
    figure = told_figure(text, unit)
    if figure.amount is None:
        return formats.UNDEFINED
    return amount_text(figure.amount, figure.unit, language, figure=figure)


def counted_figure(
    amount: Fraction | None,
    unit: metrics.Unit,
    *,
    n: int | None = None,
    href: str = "",
    is_counted: bool = True,
) -> Figure:
    """A counted fact; «not measured» where nothing counts it, a dash where there is no whole."""
    missing = Missing.UNDEFINED if is_counted else Missing.NOT_MEASURED
    link = href if amount is not None else ""
    return Figure(amount, UNITS[unit], href=link, n=n, missing=missing)


def target_of(
    text: str,
    unit: metrics.Unit,
    direction: metrics.Direction,
    language: str,
    *,
    due_on: date | None = None,
    today: date,
) -> Target:
    """A target as it was told, compared by its nearer end."""
    by = ""
    if due_on is not None:
        by = _("by %(day)s") % {"day": formats.day_words(due_on, today, language)}
    return Target(bound(text, "", unit, direction), text=told_text(text, unit, language), by=by)


def version_words(change: Redefined | None, today: date, language: str) -> str:
    """«посчитано по прежней формуле…»: what was fixed before a change is not compared silently."""
    if change is None:
        return ""
    told = {
        "before": change.before,
        "after": change.after,
        "day": formats.day_words(timezone.localdate(change.at), today, language),
    }
    said = _("counted by version %(before)s of the formula; since %(day)s it is version %(after)s")
    return f"{said % told}: {change.what}" if change.what else said % told


def state_words(state: State) -> str:
    """«достигнут», «не достигнут», «не считается»."""
    match state:
        case State.REACHED:
            return _("goal is reached")
        case State.NOT_REACHED:
            return _("goal is not reached")
        case State.NOT_MEASURED:
            return _("no fact yet")


def state_tone(state: State) -> Tone:
    return _TONES[state]

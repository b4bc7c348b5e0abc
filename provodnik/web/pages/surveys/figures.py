"""Figures of surveys: a score with how many gave it, where it opens, and what it was before."""

from datetime import datetime
from fractions import Fraction

from provodnik.kernel.periods import Period
from provodnik.method import queries as method
from provodnik.metrics.definition import Unit as MetricUnit
from provodnik.reports.counting import Ask, facts
from provodnik.touches.voice.surveys.queries import Scores
from provodnik.web.ab_rows import number_href
from provodnik.web.design.types import AbRow, Amount, Direction, Figure, Metric, Missing, Unit
from provodnik.web.formats import Gender

_PARTS = (
    ("nps", "nps", MetricUnit.POINTS, Unit.POINTS),
    ("csat", "share", MetricUnit.SHARE, Unit.SHARE),
    ("csi", "index", MetricUnit.SCORE, Unit.SCORE),
)


def measured(period: Period, *, now: datetime) -> list[AbRow]:
    """NPS, CSAT and CSI of the journal: the days before, and these. What nobody asked about was
    not measured, never zero, and has grown by nothing known (R-225)."""
    before = period.previous()
    asks = {
        (metric, window): Ask(metric, part, unit, window)
        for metric, part, unit, _ in _PARTS
        for window in (before, period)
    }
    counted = facts(asks.values(), now=now)
    titles = {one.key: one.title for one in method.metric_words().metrics}
    rows = []
    for metric, _part, _unit, unit in _PARTS:
        was, is_now = (counted[asks[metric, window]] for window in (before, period))
        rows.append(
            AbRow(
                metric=Metric(
                    metric,
                    titles.get(metric, metric.upper()),
                    gender=Gender.MASCULINE,
                    direction=Direction.UP,
                ),
                was=_figure(was.amount, unit, was.n, number_href(metric, before)),
                now=_figure(is_now.amount, unit, is_now.n, number_href(metric, period)),
            )
        )
    return rows


def score_figures(scores: Scores, href: str) -> dict[str, Figure | None]:
    """The scores of a survey; None where it does not ask for the measure."""
    nps, csat, csi = scores.nps, scores.csat, scores.csi
    return {
        "nps": _figure(nps.points, Unit.POINTS, None, href) if nps else None,
        "csat": Figure(csat.share, Unit.SHARE, href=href, n=csat.n) if csat else None,
        "mean": Figure(csat.mean, Unit.SCORE, href=href) if csat else None,
        "csi": Figure(csi.index, Unit.SCORE, href=href) if csi else None,
    }


def count(n: int, href: str) -> Figure:
    """How many, opening to them; nobody opens to nothing."""
    return Figure(n, Unit.COUNT, href=href if n else "")


def share(part: int, whole: int, href: str) -> Figure:
    """A share of those asked; a dash of nobody."""
    amount = Fraction(part, whole) if whole else None
    return Figure(amount, Unit.SHARE, n=whole or None, href=href if whole else "")


def _figure(amount: Fraction | None, unit: Unit, n: int | None, href: str) -> Figure:
    if amount is None:
        return Figure(None, unit, missing=Missing.NOT_MEASURED)
    return _told(amount, unit, href, n)


def _told(amount: Amount, unit: Unit, href: str, n: int | None = None) -> Figure:
    """A figure as its own page prints it: points that are no whole number keep a decimal."""
    is_part = unit is Unit.POINTS and Fraction(amount).denominator != 1
    return Figure(amount, unit, href=href, n=n, decimals=1 if is_part else None)

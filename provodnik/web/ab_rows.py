"""Rows of A → B and where their numbers open: for the homes of the owner and the head."""

from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse

from provodnik.kernel.periods import Period
from provodnik.method import queries as method
from provodnik.method.shapes.numbers import PointRow
from provodnik.reports import figures
from provodnik.reports.types import AbFigure, Amount
from provodnik.web import formats
from provodnik.web.design.types import AbRow, Direction, Figure, Metric, Missing, Target, Unit

_DIRECTIONS = {str(one): one for one in Direction}
_GENDERS = {"plural": formats.Gender.MANY, **{str(one): one for one in formats.Gender}}


def number_href(metric: str, window: Period, **where: str) -> str:
    """Where a number opens to its definition and rows."""
    days = {"from": window.from_on.isoformat(), "to": window.to_on.isoformat()}
    query = {**({} if metric in figures.TO_DATE else days), **where}
    return f"{reverse('metrics:show', args=[metric])}?{urlencode(query)}"


def ab_row(figure: AbFigure, window: Period) -> AbRow:
    """A figure of the report as a row: its words, goal and where its value opens."""
    row = next(row for row in method.metric_words().point_rows if row.key == figure.row)
    unit = Unit.KOPECKS if figure.is_money else Unit.SHARE
    target = None
    if row.target_roubles is not None:
        target = Target(row.target_roubles * 100)
    elif row.target_percent is not None:
        target = Target(Fraction(str(row.target_percent)) / 100)
    return AbRow(
        metric=Metric(
            key=figure.metric,
            name=row.title,
            note=row.caption,
            gender=_GENDERS.get(str(row.gender), formats.Gender.MASCULINE),
            direction=_DIRECTIONS.get(str(row.direction), Direction.NONE),
        ),
        was=_figure(figure.was, unit, ""),
        now=_figure(figure.now, unit, _row_href(row, window)),
        target=target,
    )


def _row_href(row: PointRow, window: Period) -> str:
    """Where a row of A → B opens: a group of channels to the channels, its sum among them."""
    if not row.ready:
        return ""
    if row.group is not None or row.metric == "channel_conversion":
        return number_href(row.metric, window, by="channel")
    return number_href(row.metric, window)


def _figure(amount: Amount, unit: Unit, href: str) -> Figure:
    missing = Missing.UNDEFINED if amount.is_measured else Missing.NOT_MEASURED
    value = None if amount.amount is None else Fraction(amount.amount)
    return Figure(value, unit, href=href if value is not None else "", missing=missing)

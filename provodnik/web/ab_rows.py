"""Rows of A → B and where their numbers open: for the homes of the owner and the head."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from provodnik.kernel.periods import Period
from provodnik.method import queries as method
from provodnik.method.shapes.numbers import PointRow
from provodnik.metrics import definition as metrics
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.reports.counting import TO_DATE
from provodnik.reports.panels import direction_of
from provodnik.reports.types import AbFigure, Amount
from provodnik.web import formats
from provodnik.web.design.types import AbRow, Direction, Figure, Metric, Target
from provodnik.web.goal_figures import counted_figure, target_of, told_figure, version_words

_DIRECTIONS = {str(one): one for one in Direction}
_GENDERS = {"plural": formats.Gender.MANY, **{str(one): one for one in formats.Gender}}


def number_href(metric: str, window: Period, **where: str) -> str:
    """Where a number opens to its definition and rows."""
    days = {"from": window.from_on.isoformat(), "to": window.to_on.isoformat()}
    query = {**({} if metric in TO_DATE else days), **where}
    return f"{reverse('metrics:show', args=[metric])}?{urlencode(query)}"


def ab_row(
    figure: AbFigure,
    window: Period,
    *,
    today: date,
    months: int | None = None,
    edit_href: str = "",
) -> AbRow:
    """A figure of the report as a row: its words, window, goal and where its value opens."""
    row = next(row for row in method.metric_words().point_rows if row.key == figure.row)
    unit = metrics.Unit(str(figure.unit))
    now = _figure(figure.now, unit, _row_href(row, window))
    return AbRow(
        metric=Metric(
            key=figure.metric,
            name=row.title,
            note=row.caption,
            gender=_GENDERS.get(str(row.gender), formats.Gender.MASCULINE),
            direction=_DIRECTIONS.get(str(row.direction), Direction.NONE),
        ),
        was=_figure(figure.was, unit, _was_href(row, window), why=_source(figure, today)),
        now=replace(now, window_months=months) if now.amount is not None else now,
        target=_target(figure, row, unit, today),
        source=_source(figure, today) if figure.was.told or figure.redefined else "",
        edit_href=edit_href,
    )


def _target(figure: AbFigure, row: PointRow, unit: metrics.Unit, today: date) -> Target | None:
    """The target that was set for the programme, else the method's own."""
    if figure.target:
        return target_of(
            figure.target,
            unit,
            direction_of(row.direction),
            _language(),
            due_on=figure.due_on,
            today=today,
        )
    if row.target_roubles is not None:
        return Target(row.target_roubles * 100)
    if row.target_percent is not None:
        return Target(Fraction(str(row.target_percent)) / 100)
    return None


def _source(figure: AbFigure, today: date) -> str:
    """Where point A is known from: «опрос выпуска, 1 июля»; by which formula, if another."""
    if figure.redefined is not None:
        return version_words(figure.redefined, today, _language())
    if figure.measured_on is None:
        return ""
    day = formats.day_words(figure.measured_on, today, _language())
    return f"{figure.source}, {day}" if figure.source else day


def _row_href(row: PointRow, window: Period) -> str:
    """Where a row of A → B opens: a group of channels to the channels, its sum among them."""
    if not row.ready or row.metric not in DEFINITIONS:
        return ""
    if row.group is not None or row.metric == "channel_conversion":
        return number_href(row.metric, window, by="channel")
    return number_href(row.metric, window)


def _was_href(row: PointRow, window: Period) -> str:
    """The same figure over the days before; what is counted to date has no such days."""
    return "" if row.metric in TO_DATE else _row_href(row, window.previous())


def _figure(amount: Amount, unit: metrics.Unit, href: str, *, why: str = "") -> Figure:
    if amount.told:
        return told_figure(amount.told, unit, why=why)
    value = None if amount.amount is None else Fraction(amount.amount)
    figure = counted_figure(value, unit, href=href, is_counted=amount.is_measured)
    return replace(figure, why=why)


def _language() -> str:
    return (get_language() or "ru").split("-")[0]

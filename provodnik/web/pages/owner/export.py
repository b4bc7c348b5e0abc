"""A → B as a table for a spreadsheet: the same rows, figures and words as the page."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.web import formats
from provodnik.web.design import figures as reading
from provodnik.web.design.types import AbRow, Figure, Missing, Unit

_SCALES = {Unit.KOPECKS: Fraction(1, 100), Unit.SHARE: Fraction(100)}


def ab_table(
    rows: Iterable[AbRow], *, is_text: bool = True
) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Header and rows; money in roubles, shares in percent, told values in their words.

    A text file has numbers with a comma, a workbook has numbers.
    """
    header = (
        _("Figure"),
        _("What is counted"),
        _("Before"),
        _("Source"),
        _("Now"),
        _("Window"),
        _("Growth"),
        _("Target"),
        _("Until"),
    )
    return header, [_line(row, is_text=is_text) for row in rows]


def _line(row: AbRow, *, is_text: bool) -> Sequence[object]:
    change = reading.change(row.was, row.now, row.metric.direction, _language())
    growth = " ".join(part for part in (change.relative, change.points or change.ratio) if part)
    way = None
    if row.target is not None:
        way = reading.way(row.was, row.now, row.target, row.metric.direction, _language())
    return (
        row.metric.name,
        row.metric.note,
        _cell(row.was, is_text=is_text),
        row.was.why,
        _cell(row.now, is_text=is_text),
        formats.window(row.now.window_months, _language()) if row.now.window_months else "",
        growth,
        way.words if way else "",
        row.target.by if row.target else "",
    )


def _cell(figure: Figure, *, is_text: bool) -> object:
    if figure.amount is None:
        return _("not measured") if figure.missing is Missing.NOT_MEASURED else "—"
    if figure.decimals is not None:
        return reading.amount_text(figure.amount, figure.unit, _language(), figure=figure)
    exact = Fraction(figure.amount) * _SCALES.get(figure.unit, Fraction(1))
    number = round(float(exact), 2)
    return str(number).replace(".", ",") if is_text else number


def _language() -> str:
    return (get_language() or "ru").split("-")[0]

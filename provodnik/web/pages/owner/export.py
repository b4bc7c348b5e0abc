"""A → B as a table for a spreadsheet: the same rows and figures as the page."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from provodnik.web.design.types import AbRow, Figure, Missing, Unit


def ab_table(rows: Iterable[AbRow]) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Header and rows; money in roubles, shares in percent, «not measured» in words."""
    header = (_("Figure"), _("What is counted"), _("Before"), _("Now"))
    return header, [
        (row.metric.name, row.metric.note, _cell(row.was), _cell(row.now)) for row in rows
    ]


def _cell(figure: Figure) -> object:
    if figure.amount is None:
        return _("not measured") if figure.missing is Missing.NOT_MEASURED else "—"
    # Kopecks to roubles, a share to percent: both are a hundredth and a hundredfold.
    exact = Fraction(figure.amount)
    scaled = exact / 100 if figure.unit is Unit.KOPECKS else exact * 100
    return str(round(float(scaled), 2)).replace(".", ",")

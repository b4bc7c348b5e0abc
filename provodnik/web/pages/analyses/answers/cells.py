"""Cells and names that every answer is put together from."""

from datetime import date
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.lake.reading import Question
from provodnik.metrics.analyses.cohorts import Span
from provodnik.web import formats
from provodnik.web.design.types import CohortCell
from provodnik.web.pages.analyses.types import Cell, Kind

COHORTS, AGES = 24, 13
"""How many cohorts and ages a page shows; an older cohort is found by its days."""


def ages_of(count: int, span: Span) -> tuple[str, ...]:
    """Names of the columns of a map: «месяц 0», «месяц 1»…"""
    word = _("week %(n)s") if span is Span.WEEK else _("month %(n)s")
    return tuple(word % {"n": nth} for nth in range(count))


def cohort_name(on: date, span: Span, today: date) -> str:
    """A cohort by the month or the day it began."""
    if span is Span.WEEK:
        return formats.day(on, today, language())
    return formats.month(on, today, language())


def padded(cells: list[CohortCell], width: int) -> tuple[CohortCell | None, ...]:
    """A row as wide as its map: what is still ahead stays blank."""
    return (*cells, *([None] * (width - len(cells))))


def people_href(kind: Kind, query: str, **cell: object) -> str:
    """Where a cell opens to its people."""
    told = urlencode({f"at_{name}": value for name, value in cell.items()})
    return f"{reverse('analyses:people', args=[kind])}?{'&'.join(filter(None, (query, told)))}"


def number_href(metric: str, days: Question, **where: str) -> str:
    """Where a figure opens to the entries it was made of."""
    told = {"from": days.period_from, "to": days.period_to}
    query = {name: day.isoformat() for name, day in told.items() if day}
    return f"{reverse('metrics:show', args=[metric])}?{urlencode({**query, **where})}"


def cut_note(count: int, most: int) -> tuple[str, ...]:
    """What to say where not all rows are shown."""
    if count <= most:
        return ()
    return (_("Shown are %(most)s of %(count)s rows.") % {"most": most, "count": count},)


def part_of(n: int, size: int) -> Fraction:
    """A share; of nobody, nothing."""
    return Fraction(n, size) if size else Fraction(0)


def share_cell(value: Fraction | None, n: int) -> Cell:
    """A share as a cell; a dash where there is no whole."""
    if value is None:
        return nothing()
    return Cell(formats.share(value, language(), n=n), float(value))


def plain(text: str) -> Cell:
    """Words as a cell."""
    return Cell(text, text)


def nothing() -> Cell:
    """A cell without a figure."""
    return Cell(formats.UNDEFINED, None)


def language() -> str:
    """The reader's language."""
    return (get_language() or "ru").split("-")[0]

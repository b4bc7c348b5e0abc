"""Heat maps of cohorts: who of each month's first buyers pays again, and how much they bring."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from provodnik.kernel import schools
from provodnik.kernel.periods import add_months, parse_month
from provodnik.lake import services as lake
from provodnik.metrics.figures import Count, Money
from provodnik.metrics.measurement import Row
from provodnik.web import formats
from provodnik.web.design.types import CohortCell, CohortRow

COHORTS = 8
MONTHS = 8
RETENTION, REVENUE = "cohort_retention", "cohort_revenue"

type _Cell = Callable[[date, int, Sequence[Row]], CohortCell]


def retention_rows(today: date, *, now: datetime) -> list[CohortRow]:
    """Which share of each cohort paid in each month after the first. One question to the lake."""
    return _rows(RETENTION, _retained, today, now)


def revenue_rows(today: date, *, now: datetime) -> list[CohortRow]:
    """What each cohort paid in each month; shades compare with its first month.

    One question to the lake.
    """
    return _rows(REVENUE, _brought, today, now)


def _rows(metric: str, cell: _Cell, today: date, now: datetime) -> list[CohortRow]:
    """The last eight cohorts that have begun, oldest first."""
    first = add_months(today.replace(day=1), 1 - COHORTS)
    measured = lake.measure(metric, school_id=schools.current(), period_from=first, now=now)
    by_cohort: dict[str, list[Row]] = {}
    for row in measured.rows:
        by_cohort.setdefault(row.dims["cohort"] or "", []).append(row)
    return [_row(parse_month(label), rows, cell, today) for label, rows in by_cohort.items()]


def _row(cohort: date, rows: Sequence[Row], cell: _Cell, today: date) -> CohortRow:
    cells = [
        cell(cohort, month, rows) if add_months(cohort, month) <= today else None
        for month in range(MONTHS)
    ]
    named = formats.month(cohort, today, _language())
    # A cohort is those who paid in the month of their first payment.
    return CohortRow(named, _n(rows, 0), tuple(cells), _href(RETENTION, cohort, 0))


def _retained(cohort: date, month: int, rows: Sequence[Row]) -> CohortCell:
    n, size = _n(rows, month), _n(rows, 0)
    share = Fraction(n, size) if size else Fraction(0)
    return CohortCell(
        share=share,
        text=str(int(share * 100 + Fraction(1, 2))),
        href=_href(RETENTION, cohort, month),
        title=f"{n} / {size}",
    )


def _brought(cohort: date, month: int, rows: Sequence[Row]) -> CohortCell:
    kopecks, first = _kopecks(rows, month), _kopecks(rows, 0)
    return CohortCell(
        share=Fraction(kopecks, first) if first else Fraction(0),
        text=formats.money_short(kopecks, _language()),
        href=_href(REVENUE, cohort, month),
        title=formats.money(kopecks, _language()),
    )


def _href(metric: str, cohort: date, month: int) -> str:
    to_on = add_months(cohort, 1)
    query = {"from": cohort.isoformat(), "to": to_on.isoformat(), "month": month}
    return f"{reverse('metrics:show', args=[metric])}?{urlencode(query)}"


def _n(rows: Sequence[Row], month: int) -> int:
    return sum(_count(row, "n") for row in rows if _count(row, "month") == month)


def _kopecks(rows: Sequence[Row], month: int) -> int:
    values = [row.figures["value"] for row in rows if _count(row, "month") == month]
    return sum(int(value.kopecks) for value in values if isinstance(value, Money))


def _count(row: Row, name: str) -> int:
    figure = row.figures[name]
    return figure.count if isinstance(figure, Count) else 0


def _language() -> str:
    return (get_language() or "ru").split("-")[0]

"""The heat map: how many of each month's first buyers pay again in the months after."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from provodnik.kernel import schools
from provodnik.kernel.periods import add_months, parse_month
from provodnik.lake import services as lake
from provodnik.metrics.figures import Count
from provodnik.metrics.measurement import Row
from provodnik.web import formats
from provodnik.web.design.types import CohortCell, CohortRow

COHORTS = 8
MONTHS = 8


def cohort_rows(today: date, *, now: datetime) -> list[CohortRow]:
    """The last eight cohorts that have begun, oldest first. One question to the lake."""
    first = add_months(today.replace(day=1), 1 - COHORTS)
    measured = lake.measure(
        "cohort_retention", school_id=schools.current(), period_from=first, now=now
    )
    by_cohort: dict[str, list[Row]] = {}
    for row in measured.rows:
        by_cohort.setdefault(row.dims["cohort"] or "", []).append(row)
    return [_row(parse_month(label), rows, today) for label, rows in by_cohort.items()]


def _row(cohort: date, rows: Sequence[Row], today: date) -> CohortRow:
    counts = {_count(row, "month"): _count(row, "n") for row in rows}
    size = counts.get(0, 0)
    language = (get_language() or "ru").split("-")[0]
    cells = [
        _cell(cohort, month, counts.get(month, 0), size)
        if add_months(cohort, month) <= today
        else None
        for month in range(MONTHS)
    ]
    return CohortRow(formats.month(cohort, today, language), size, tuple(cells))


def _cell(cohort: date, month: int, n: int, size: int) -> CohortCell:
    share = Fraction(n, size) if size else Fraction(0)
    query = {
        "from": cohort.isoformat(),
        "to": add_months(cohort, 1).isoformat(),
        "month": month,
    }
    return CohortCell(
        share=share,
        text=str(int(share * 100 + Fraction(1, 2))),
        href=f"{reverse('metrics:show', args=['cohort_retention'])}?{urlencode(query)}",
        title=f"{n} / {size}",
    )


def _count(row: Row, name: str) -> int:
    figure = row.figures[name]
    return figure.count if isinstance(figure, Count) else 0

"""Cohorts: clients grouped by the calendar month of their first payment."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.definition import Cell, Raw
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

_MONTHS_A_YEAR = 12


def members(t: Tables) -> "Table":
    """Clients whose first payment ever lies in the period, each with that month.

    Shape:   one row a client: client_id, cohort (first day of the month)
    """
    paid = t.client_totals.filter(t.client_totals.event == tables.PAID)
    first = t.in_period(paid, "first_local_at")
    return first.select("client_id", cohort=first.first_local_at.truncate("M").date())


def placed(entries: "Table") -> "Table":
    """Evidence of a cohort's cell: entries joined with `members`, their months counted."""
    years = entries.local_at.year() - entries.cohort.year()
    months = years * _MONTHS_A_YEAR + entries.local_at.month() - entries.cohort.month()
    return entries.select("id", "client_id", "cohort", month=months, part=entries.event)


def grid(raws: Sequence[Raw], *, empty: Mapping[str, Cell]) -> list[Raw]:
    """Every cohort from its own month to the last one with a payment, gaps filled.

    A month that passed without a payment is a true zero; a month to come is no row.
    What came before the first payment (a refund of a sale the journal does not know)
    has no cell.

    Shape:   rows of cohort, month and last_month as dates → sorted rows whose `month`
             counts from the cohort's own, missing ones as `empty`
    """
    cells = {(raw["cohort"], _index(raw["month"]) - _index(raw["cohort"])): raw for raw in raws}
    last = max((_index(raw["last_month"]) for raw in raws), default=0)
    cohorts = sorted({raw["cohort"] for raw in raws if isinstance(raw["cohort"], date)})
    return [
        {**cells.get((cohort, month), empty), "cohort": cohort, "month": month}
        for cohort in cohorts
        for month in range(last - _index(cohort) + 1)
    ]


def _index(month: Cell) -> int:
    if not isinstance(month, date):
        raise TypeError(f"not a month: {month!r}")
    return month.year * _MONTHS_A_YEAR + month.month

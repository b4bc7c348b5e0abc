"""Cohort revenue: what clients who first paid in a month pay in the months after."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.cohorts import grid, members, placed
from provodnik.metrics.definition import Definition, Direction, Example, Raw, Unit, number
from provodnik.metrics.figures import Count, Money, Value
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table


def build(t: Tables, by: str | None) -> "Table":
    """Payments of each cohort in each calendar month, refunds of the month apart.

    Gross of refunds: a refund stands beside, in the month it was paid out. The
    period chooses whose first payment counts, not what they did later.

    Shape:   one row a cohort and month: cohort, month, last_month, paid, refunds, n
    Units:   kopecks; n = clients who paid
    Source:  payment_received, refund_paid
    """
    del by
    months = t.client_months
    moved = months.filter(months.event.isin([tables.PAID, tables.REFUNDED]))
    of_cohort = moved.inner_join(members(t), "client_id")
    is_paid = of_cohort.event == tables.PAID
    return of_cohort.group_by("cohort", "month").agg(
        paid=of_cohort.total.sum(where=is_paid),
        refunds=of_cohort.total.sum(where=~is_paid),
        n=is_paid.sum(),
        last_month=moved.month.max().as_scalar(),
    )


def complete(raws: Sequence[Raw]) -> Sequence[Raw]:
    return grid(raws, empty={"paid": 0, "refunds": 0, "n": 0})


def row(raw: Raw) -> Mapping[str, Value]:
    return {
        "month": Count(number(raw, "month")),
        "value": Money(number(raw, "paid")),
        "refunds": Money(number(raw, "refunds")),
        "n": Count(number(raw, "n")),
    }


def evidence(t: Tables) -> "Table":
    moved = t.of(tables.PAID, tables.REFUNDED)
    return placed(moved.inner_join(members(t), "client_id"))


DEFINITION = Definition(
    name="cohort_revenue",
    version=1,
    title="Cohort revenue",
    formula="payments of a cohort's clients in the month; refunds beside them, not subtracted",
    unit=Unit.MONEY,
    direction=Direction.UP,
    window="the period of the first payment; later months count whole",
    source="payment_received, refund_paid",
    dims=("cohort",),
    always_by="cohort",
    rule=build,
    build=build,
    complete=complete,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  payment_received 2025-12-31T23:59 value=500.50 item=1
            anna  refund_paid      2026-01-15T10:00 value=100.50 item=1
            boris payment_received 2025-12-05T10:00 value=300    item=3
            boris payment_received 2026-02-06T10:00 value=200    item=4
        """,
        answer={
            "value": None,
            "rows": [
                {"cohort": "2025-12", "month": 0, "value": "800.50", "refunds": "0.00", "n": 2},
                {"cohort": "2025-12", "month": 1, "value": "0.00", "refunds": "100.50", "n": 0},
                {"cohort": "2025-12", "month": 2, "value": "200.00", "refunds": "0.00", "n": 1},
            ],
        },
    ),
)

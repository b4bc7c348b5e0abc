"""Cohort retention: who of those who first paid in a month pays in the months after."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.cohorts import grid, members, placed
from provodnik.metrics.definition import Definition, Direction, Example, Raw, Unit, number
from provodnik.metrics.figures import Count, Share, Value
from provodnik.metrics.orders import received
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table


def build(t: Tables, by: str | None) -> "Table":
    """Clients of each cohort with at least one payment in each calendar month.

    Month 0 is the month of the first payment, so its count is the cohort's size. An
    order paid from the balance makes a month active as well.
    The period chooses whose first payment counts, not what they did later. Refunds
    do not undo an active month.

    Shape:   one row a cohort and month with payments: cohort, month, last_month, n
    Units:   clients
    Source:  payment_received, balance_spent
    """
    del by
    months = t.client_months
    paid = months.filter(months.event == tables.PAID).select("client_id", "month")
    spent = months.filter(months.event == tables.FROM_BALANCE).select("client_id", "month")
    either = paid.union(spent.anti_join(paid, ["client_id", "month"]))
    active = either.inner_join(members(t), "client_id")
    return active.group_by("cohort", "month").agg(
        n=active.count(), last_month=paid.month.max().as_scalar()
    )


def complete(raws: Sequence[Raw]) -> Sequence[Raw]:
    cells = grid(raws, empty={"n": 0})
    sizes = {raw["cohort"]: raw["n"] for raw in cells if raw["month"] == 0}
    return [{**raw, "size": sizes[raw["cohort"]]} for raw in cells]


def row(raw: Raw) -> Mapping[str, Value]:
    n, size = number(raw, "n"), number(raw, "size")
    return {
        "month": Count(number(raw, "month")),
        "n": Count(n),
        "size": Count(size),
        "value": Share(n, size),
    }


def evidence(t: Tables) -> "Table":
    return placed(received(t).inner_join(members(t), "client_id"))


DEFINITION = Definition(
    name="cohort_retention",
    version=1,
    title="Cohort retention",
    formula="clients of a cohort who paid in the month, of all clients of the cohort",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period of the first payment; later months count whole",
    source="payment_received, balance_spent",
    dims=("cohort",),
    always_by="cohort",
    rule=build,
    build=build,
    complete=complete,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  payment_received 2025-12-31T23:59 value=500 item=1
            anna  payment_received 2026-02-01T00:00 value=500 item=2
            boris payment_received 2025-12-05T10:00 value=500 item=3
            boris payment_received 2025-12-06T10:00 value=500 item=4
            vera  payment_received 2026-01-05T10:00 value=500 item=5
        """,
        answer={
            "value": None,
            "rows": [
                {"cohort": "2025-12", "month": 0, "n": 2, "size": 2, "value": 1.0},
                {"cohort": "2025-12", "month": 1, "n": 0, "size": 2, "value": 0.0},
                {"cohort": "2025-12", "month": 2, "n": 1, "size": 2, "value": 0.5},
                {"cohort": "2026-01", "month": 0, "n": 1, "size": 1, "value": 1.0},
                {"cohort": "2026-01", "month": 1, "n": 0, "size": 1, "value": 0.0},
            ],
        },
    ),
)

"""Income of a person of the team: what is paid a month, and how it went."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from provodnik.metrics.books import PAYROLL, movements
from provodnik.metrics.definition import (
    Definition,
    Direction,
    Example,
    Raw,
    Total,
    Unit,
    grouped,
    number,
)
from provodnik.metrics.figures import Count, Money, Value, mean_money
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table


def incomes(t: Tables) -> "Table":
    """What each person was paid in each month of the period.

    Several sums approved for a person in one month are one income. A month in which
    nothing was approved for a person is no month of theirs: an unpaid month shows in
    `payroll_change`, which counts who was paid of who worked. Pay that names nobody is
    left out. A person's first and last months of the period stand beside the mean.

    Shape:   one row a person and month: staff_id, month, income, is_first, is_last
    Units:   kopecks
    Source:  pay_approved
    """
    moved = movements(t)
    paid = moved.filter(moved.part == PAYROLL, moved.staff_id.notnull())
    each = paid.group_by("staff_id", "month").agg(income=paid.value.sum())
    of_person = ibis.window(group_by="staff_id")
    return each.mutate(
        is_first=each.month == each.month.min().over(of_person),
        is_last=each.month == each.month.max().over(of_person),
    )


def build(t: Tables, by: str | None) -> "Table":
    paid = incomes(t)
    return grouped(
        paid,
        by,
        income=paid.income.sum(),
        n=paid.count(),
        first=paid.income.sum(where=paid.is_first),
        last=paid.income.sum(where=paid.is_last),
    )


def total(raw: Raw) -> Total:
    income, n = number(raw, "income"), number(raw, "n")
    return Total(mean_money(income, n), Money(income).json(), n)


def row(raw: Raw) -> Mapping[str, Value]:
    income, n = number(raw, "income"), number(raw, "n")
    figures = {"value": mean_money(income, n), "n": Count(n), "income": Money(income)}
    if "month" in raw:
        return figures
    return {**figures, "first": Money(number(raw, "first")), "last": Money(number(raw, "last"))}


def evidence(t: Tables) -> "Table":
    moved = movements(t)
    paid = moved.filter(moved.part == PAYROLL, moved.staff_id.notnull())
    return paid.select("id", "client_id", "staff_id", "month", "part")


DEFINITION = Definition(
    name="curator_income",
    version=1,
    title="Income of a person a month",
    formula="approved pay of a person in a month; mean over persons and months",
    unit=Unit.MONEY,
    direction=Direction.UP,
    window="the period in which the pay was approved",
    source="pay_approved",
    dims=("staff", "month"),
    rule=incomes,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            - pay_approved 2026-01-31T10:00 value=200 staff=olga
            - pay_approved 2026-01-31T11:00 value=50  staff=olga
            - pay_approved 2026-02-28T10:00 value=350 staff=olga
            - pay_approved 2026-02-28T10:00 value=150 staff=ira
            - pay_approved 2026-02-28T10:00 value=999
        """,
        by="staff",
        answer={
            "value": "250.00",
            "numerator": "750.00",
            "denominator": 3,
            "rows": [
                {
                    "staff": "ira",
                    "value": "150.00",
                    "n": 1,
                    "income": "150.00",
                    "first": "150.00",
                    "last": "150.00",
                },
                {
                    "staff": "olga",
                    "value": "300.00",
                    "n": 2,
                    "income": "600.00",
                    "first": "250.00",
                    "last": "350.00",
                },
            ],
        },
    ),
)

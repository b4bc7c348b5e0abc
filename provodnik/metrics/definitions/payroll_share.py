"""Payroll share: which part of everything the school spends is the department's pay."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from provodnik.metrics.books import DIRECT, OVERHEAD, PAID, PAYROLL, REFUNDED, movements, sum_of
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
from provodnik.metrics.figures import Count, Money, Share, Value
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

SPENT = (PAYROLL, DIRECT, OVERHEAD)


def build(t: Tables, by: str | None) -> "Table":
    """Approved pay, all costs of the school and its net revenue, of the same days.

    Total costs are the recorded costs and the pay together, so pay must not be recorded
    as a cost once more. Taxes on pay are part of it where they were entered so. Beside
    the share of costs stands the share of revenue (payments minus refunds), which most
    companies print under the same name.

    Shape:   one row: payroll, costs, revenue (kopecks), people (paid)
    Source:  pay_approved, cost_recorded, payment_received, refund_paid
    """
    moved = movements(t)
    return grouped(
        moved,
        by,
        payroll=sum_of(moved, PAYROLL),
        costs=sum_of(moved, *SPENT),
        paid=sum_of(moved, PAID),
        refunds=sum_of(moved, REFUNDED),
        people=moved.staff_id.nunique(where=moved.part == PAYROLL),
    )


def shares(raw: Raw) -> tuple[Share, Share]:
    """Of costs, then of revenue."""
    payroll = number(raw, "payroll")
    revenue = number(raw, "paid") - number(raw, "refunds")
    return Share(payroll, number(raw, "costs")), Share(payroll, revenue)


def total(raw: Raw) -> Total:
    of_costs, of_revenue = shares(raw)
    beside = {
        "value": of_revenue.json(),
        "numerator": Money(of_revenue.numerator).json(),
        "denominator": Money(of_revenue.denominator).json(),
    }
    return Total(
        of_costs,
        Money(of_costs.numerator).json(),
        Money(of_costs.denominator).json(),
        extra={"of_revenue": beside},
    )


def row(raw: Raw) -> Mapping[str, Value]:
    of_costs, of_revenue = shares(raw)
    return {
        "value": of_costs,
        "n": Count(number(raw, "people")),
        "payroll": Money(of_costs.numerator),
        "costs": Money(of_costs.denominator),
        "of_revenue": of_revenue,
    }


def evidence(t: Tables) -> "Table":
    moved = movements(t)
    return moved.filter(moved.part.isin(SPENT)).select("id", "client_id", "month", "part")


DEFINITION = Definition(
    name="payroll_share",
    version=1,
    title="Share of payroll",
    formula="approved pay of the department, of recorded costs and approved pay together; beside"
    " it approved pay of net revenue",
    unit=Unit.SHARE,
    direction=Direction.DOWN,
    window="the period in which the pay was approved and the costs were recorded",
    source="pay_approved, cost_recorded, payment_received, refund_paid",
    dims=("month",),
    rule=build,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            -    pay_approved     2026-01-31T10:00 value=300 staff=olga
            -    pay_approved     2026-01-31T10:00 value=75  staff=ira
            -    cost_recorded    2026-01-31T10:00 value=25  kind=direct
            -    cost_recorded    2026-01-31T10:00 value=4600
            anna payment_received 2026-01-10T10:00 value=8000 item=1
            anna refund_paid      2026-01-11T10:00 value=500  item=1
            -    pay_approved     2026-02-28T10:00 value=375 staff=olga
        """,
        by="month",
        period_from=date(2026, 1, 1),
        period_to=date(2026, 2, 1),
        answer={
            "value": 0.075,
            "numerator": "375.00",
            "denominator": "5000.00",
            "of_revenue": {"value": 0.05, "numerator": "375.00", "denominator": "7500.00"},
            "rows": [
                {
                    "month": "2026-01",
                    "value": 0.075,
                    "n": 2,
                    "payroll": "375.00",
                    "costs": "5000.00",
                    "of_revenue": 0.05,
                }
            ],
        },
    ),
)

"""Contribution: what repeat sales leave after the department is paid and its costs are met."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from provodnik.metrics.books import DIRECT, PAYROLL, movements
from provodnik.metrics.definition import (
    Definition,
    Direction,
    Example,
    Raw,
    Total,
    Unit,
    composite,
    grouped,
    number,
)
from provodnik.metrics.definitions import repeat_sales
from provodnik.metrics.figures import Money, Value
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

REVENUE, BACK = "revenue", "refunds"


def accounts(t: Tables) -> "Table":
    """Payments for repeat orders, approved pay and direct costs, of the same days.

    Revenue is that of `repeat_sales` before refunds; what was given back of it stands
    beside, not inside. Rewards for sales are part of the approved pay. Direct costs are
    those recorded so, whatever product they are of; overheads are left out. So revenue
    and contribution are never the same word: the second is what is left of the first.

    Shape:   one row an entry: id, client_id, month, part, value (kopecks)
    Source:  payment_received, refund_paid, pay_approved, cost_recorded (attrs.kind = direct);
             balance_spent, sale_credited, order_placed
    """
    sold = repeat_sales.movements(t)
    came = sold.filter(sold.part == "gross")
    back = sold.filter(sold.part == "refunds")
    spent = movements(t)
    spent = spent.filter(spent.part.isin((PAYROLL, DIRECT)))
    columns = ("id", "client_id", "month")
    return (
        came.select(*columns, part=came.part.substitute({"gross": REVENUE}), value=came.gross)
        .union(back.select(*columns, "part", value=back.refunds))
        .union(spent.select(*columns, "part", "value"))
    )


def build(t: Tables, by: str | None) -> "Table":
    moved = accounts(t)
    parts = (REVENUE, BACK, PAYROLL, DIRECT)
    sums = {part: moved.value.sum(where=moved.part == part) for part in parts}
    return grouped(moved, by, n=moved.count(), **sums)


def figures(raw: Raw) -> Mapping[str, Money]:
    revenue, payroll, direct = (number(raw, part) for part in (REVENUE, PAYROLL, DIRECT))
    return {
        "revenue": Money(revenue),
        "payroll": Money(payroll),
        "direct_costs": Money(direct),
        "contribution": Money(revenue - payroll - direct),
    }


def total(raw: Raw) -> Total:
    return Total(figures(raw), extra={"refunds": Money(number(raw, BACK)).json()})


def row(raw: Raw) -> Mapping[str, Value]:
    return {**composite(figures(raw), number(raw, "n")), "refunds": Money(number(raw, BACK))}


def evidence(t: Tables) -> "Table":
    return accounts(t).select("id", "client_id", "month", "part")


DEFINITION = Definition(
    name="contribution",
    version=1,
    title="Contribution of the department",
    formula="payments for repeat orders, minus approved pay (rewards for sales are part of it),"
    " minus direct costs",
    unit=Unit.MONEY,
    direction=Direction.UP,
    window="the period in which the money moved",
    source="payment_received, refund_paid, pay_approved, cost_recorded, balance_spent,"
    " sale_credited, order_placed",
    dims=("month",),
    rule=accounts,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna payment_received 2026-01-10T10:00 value=9000 item=1
            anna payment_received 2026-02-10T10:00 value=1000 item=2
            anna refund_paid      2026-02-11T10:00 value=50   item=2
            -    pay_approved     2026-02-28T10:00 value=300  staff=olga
            -    cost_recorded    2026-02-28T10:00 value=120  kind=direct
            -    cost_recorded    2026-02-28T10:00 value=7000 kind=overhead
        """,
        period_from=date(2026, 2, 1),
        period_to=date(2026, 3, 1),
        answer={
            "value": {
                "revenue": "1000.00",
                "payroll": "300.00",
                "direct_costs": "120.00",
                "contribution": "580.00",
            },
            "refunds": "50.00",
            "rows": [],
        },
    ),
)

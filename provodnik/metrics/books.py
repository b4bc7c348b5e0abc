"""What came and what was spent, as the journal tells it: one relation for the school's accounts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value

PAYROLL, DIRECT, OVERHEAD, PAID, REFUNDED = "payroll", "direct", "overhead", "paid", "refunds"

_PARTS: Mapping[str, str] = {
    tables.PAY: PAYROLL,
    tables.COST: OVERHEAD,
    tables.PAID: PAID,
    tables.REFUNDED: REFUNDED,
}


def movements(t: Tables) -> "Table":
    """Every sum paid to the team, spent, received or given back in the period.

    Pay counts in the month it was approved. A cost that does not say that it is direct is
    an overhead.

    Shape:   one row an entry: id, client_id, staff_id, product_id, month, part, value
    Units:   kopecks
    Source:  pay_approved, cost_recorded (attrs.kind), payment_received, refund_paid
    """
    entries = t.in_period(t.entries.filter(t.entries.event.isin(list(_PARTS))))
    is_direct = (entries.event == tables.COST) & (entries.attr_kind == "direct").fill_null(False)
    return entries.select(
        "id",
        "client_id",
        "staff_id",
        "product_id",
        month=entries.local_at.truncate("M").date(),
        part=ibis.ifelse(is_direct, DIRECT, entries.event.substitute(dict(_PARTS))),
        value=entries.value.fill_null(0),
    )


def sum_of(moved: "Table", *parts: str) -> "Value":
    """The sum of some parts, for an aggregate."""
    return moved.value.sum(where=moved.part.isin(parts))

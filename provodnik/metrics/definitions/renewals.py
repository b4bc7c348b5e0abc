"""Upsells and renewals: what clients took on top, and what they took again."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from provodnik.metrics import contracts
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
from provodnik.metrics.figures import Count, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import orders, payments, refunds, with_refunds
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, Table

UPSELL, RENEWAL = "upsells", "renewals"


def steps(t: Tables) -> "Table":
    """Repeat orders and contracts of the period, each either an upsell or a renewal.

    An upsell is a client's first paid order of a product they had not bought, after an
    earlier order of anything; a renewal is a paid order of a product they had bought. A
    subscription is renewed by its paid terms, of which only the first is not a renewal: its orders
    are not counted once more. A written contract that starts again under its name
    is a renewal. Orders given back whole and repeat orders of no known product are left out.
    An order counts at its first payment.

    Shape:   one row an upsell or renewal: id, client_id, product_id, channel, staff_id, month,
             quarter, part
    Source:  payment_received, balance_spent, refund_paid, sale_credited, order_placed,
             subscription_paid, contract_started
    """
    bought = _bought(t)
    terms = t.of(contracts.TERM)
    again = terms.filter(_nth("product_id") > 0)
    written = t.of(contracts.STARTED)
    written = written.filter(_nth("item") > 0)
    told = _told(bought).union(
        _told(again.mutate(part=ibis.literal(RENEWAL))),
        _told(written.mutate(part=ibis.literal(RENEWAL))),
    )
    chosen = t.in_period(told)
    return chosen.mutate(
        month=chosen.local_at.truncate("M").date(), quarter=contracts.quarter(chosen.local_at)
    )


def _bought(t: Tables) -> "Table":
    """Repeat orders that are no renewal of a subscription."""
    paid = orders(payments(t))
    kept = with_refunds(paid, refunds(t, paid)).rename(id="order_id")
    kept = kept.filter(~kept.is_given_back, kept.product_id.notnull())
    kept = kept.mutate(part=(_nth("product_id") == 0).ifelse(UPSELL, RENEWAL))
    repeat = kept.filter(kept.position > 0)
    by_terms = t.of(contracts.TERM).select("client_id", "product_id").distinct()
    renewed = repeat.filter(repeat.part == RENEWAL)
    upsold = repeat.filter(repeat.part == UPSELL)
    return upsold.union(renewed.anti_join(by_terms, ["client_id", "product_id"]))


def _nth(key: str) -> "IntegerValue":
    window = ibis.window(group_by=["client_id", key], order_by=["happened_at", "id"])
    return ibis.row_number().over(window)


def _told(table: "Table") -> "Table":
    columns = ("id", "client_id", "product_id", "channel", "staff_id", "local_at", "part")
    return table.select(*columns)


def build(t: Tables, by: str | None) -> "Table":
    told = steps(t)
    counts = {part: (told.part == part).sum() for part in (UPSELL, RENEWAL)}
    return grouped(told, by, n=told.client_id.nunique(), **counts)


def figures(raw: Raw) -> Mapping[str, Count]:
    return {part: Count(number(raw, part)) for part in (UPSELL, RENEWAL)}


def total(raw: Raw) -> Total:
    return Total(figures(raw))


def row(raw: Raw) -> Mapping[str, Value]:
    return composite(figures(raw), number(raw, "n"))


def evidence(t: Tables) -> "Table":
    told = steps(t)
    dims = ("channel", "staff_id", "product_id", "month", "quarter")
    return told.select("id", "client_id", *dims, "part")


DEFINITION = Definition(
    name="renewals",
    version=1,
    title="Upsells and renewals",
    formula="clients' first paid orders of a further product (upsells); paid orders of a product"
    " bought before, further terms of a subscription and contracts started again (renewals)",
    unit=Unit.COUNT,
    direction=Direction.UP,
    window="the period in which the order was first paid, the term paid or the contract started",
    source="payment_received, balance_spent, refund_paid, sale_credited, order_placed,"
    " subscription_paid, contract_started",
    dims=("quarter", "month", "product", "channel", "staff"),
    rule=steps,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  payment_received  2025-12-10T10:00 value=500 item=1 product=basic
            anna  payment_received  2026-01-10T10:00 value=500 item=2 product=extra
            boris payment_received  2025-12-10T10:00 value=900 item=3 product=club
            boris subscription_paid 2025-12-10T10:00 value=900 item=3 product=club days=30
            boris payment_received  2026-01-09T10:00 value=900 item=4 product=club
            boris subscription_paid 2026-01-09T10:00 value=900 item=4 product=club days=30
            boris payment_received  2026-02-09T10:00 value=500 item=5 product=extra
        """,
        period_from=date(2026, 1, 1),
        period_to=date(2026, 4, 1),
        by="quarter",
        answer={
            "value": {"upsells": 2, "renewals": 1},
            "rows": [
                {
                    "quarter": "2026-Q1",
                    "upsells": 2,
                    "renewals": 1,
                    "value": {"upsells": 2, "renewals": 1},
                    "n": 2,
                }
            ],
        },
    ),
)

"""Revenue from the base: how much of it comes from people the school knew before."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from provodnik.metrics import tables
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
from provodnik.metrics.figures import Money, Share, Value, value_json
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table


def revenue(t: Tables, by: str | None) -> "Table":
    """Money of the period, each movement with what the school knew before the period.

    Repeat buyers had paid before it began; known contacts had any event before it
    began, a payment included. Each month of the rows is a period of its own. All of
    history has nothing before it, so its shares are zero; ask for a period.

    Shape:   one row a payment or refund: id, client_id, month, net (refunds negative),
             is_repeat, is_known
    Units:   kopecks
    Source:  payment_received, refund_paid; the first event of any kind
    """
    moved = t.of(tables.PAID, tables.REFUNDED)
    moved = t.in_period(moved.filter(moved.value > 0))
    totals = t.client_totals
    contacts = totals.group_by("client_id").agg(
        first_known_at=totals.first_local_at.min(),
        first_paid_at=totals.first_local_at.min(where=totals.event == tables.PAID),
    )
    told = moved.inner_join(contacts, "client_id")
    begins_at = t.asked.starts_at.as_scalar()
    if by == "month":
        begins_at = ibis.greatest(told.local_at.truncate("M"), begins_at)
    return told.select(
        "id",
        "client_id",
        month=told.local_at.truncate("M").date(),
        net=(told.event == tables.PAID).ifelse(told.value, -told.value),
        is_repeat=(told.first_paid_at < begins_at).fill_null(False),
        is_known=told.first_known_at < begins_at,
    )


def build(t: Tables, by: str | None) -> "Table":
    told = revenue(t, by)
    return grouped(
        told,
        by,
        revenue=told.net.sum(),
        repeat_buyers=told.net.sum(where=told.is_repeat),
        known_contacts=told.net.sum(where=told.is_known),
        n=told.client_id.nunique(),
    )


def figures(raw: Raw) -> Mapping[str, Share]:
    whole = number(raw, "revenue")
    return {name: Share(number(raw, name), whole) for name in ("repeat_buyers", "known_contacts")}


def total(raw: Raw) -> Total:
    parts = {name: Money(number(raw, name)) for name in ("repeat_buyers", "known_contacts")}
    return Total(figures(raw), value_json(parts), Money(number(raw, "revenue")).json())


def row(raw: Raw) -> Mapping[str, Value]:
    return {**composite(figures(raw), number(raw, "n")), "revenue": Money(number(raw, "revenue"))}


def evidence(t: Tables) -> "Table":
    told = revenue(t, "month")
    part = told.is_repeat.ifelse("repeat_buyers", told.is_known.ifelse("known_contacts", "new"))
    return told.select("id", "client_id", "month", part=part)


DEFINITION = Definition(
    name="base_revenue_share",
    version=1,
    title="Share of revenue from the base",
    formula="net payments of clients who had paid before the period, and of contacts who had any"
    " event before it, of net payments of the period",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period in which the money moved; each row's month is a period of its own",
    source="payment_received, refund_paid, first event of any kind",
    dims=("month",),
    always_by="month",
    rule=revenue,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  payment_received 2025-12-10T10:00 value=100 item=1
            boris enrolled         2025-12-11T10:00 product=webinar
            anna  payment_received 2026-01-10T10:00 value=700 item=2
            anna  refund_paid      2026-01-11T10:00 value=100 item=2
            boris payment_received 2026-01-12T10:00 value=200 item=3
            vera  payment_received 2026-01-13T10:00 value=200 item=4
        """,
        period_from=date(2026, 1, 1),
        period_to=date(2026, 2, 1),
        answer={
            "value": {"repeat_buyers": 0.6, "known_contacts": 0.8},
            "numerator": {"repeat_buyers": "600.00", "known_contacts": "800.00"},
            "denominator": "1000.00",
            "rows": [
                {
                    "month": "2026-01",
                    "repeat_buyers": 0.6,
                    "known_contacts": 0.8,
                    "value": {"repeat_buyers": 0.6, "known_contacts": 0.8},
                    "n": 3,
                    "revenue": "1000.00",
                }
            ],
        },
    ),
)

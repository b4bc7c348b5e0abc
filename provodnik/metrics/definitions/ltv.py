"""Lifetime value: what a client has brought so far, on three bases that are never mixed."""

from collections.abc import Mapping
from fractions import Fraction
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
from provodnik.metrics.figures import Exact, Money, Value, mean_money, value_json
from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import orders, payments, refunds
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table


def relationships(t: Tables) -> "Table":
    """Every client whose first payment lies in the period, with their money to date.

    Revenue is payments minus refunds. Repeat revenue is the same of repeat orders
    only. Gross profit is revenue minus direct costs: those booked to a client are
    theirs; those booked to nobody are shared equally by the paid orders of their
    product, or by all paid orders where they name no product or one never sold. So
    the clients' profits add up to the school's. The period chooses who, not what
    they did later; nothing is predicted.

    Shape:   one row a client: client_id, cohort, channel and product_id (of the first
             order), paid, given_back, repeat, repeat_back, own_costs, shared_costs
    Units:   kopecks; shared_costs may hold a part of one
    Source:  payment_received, refund_paid, cost_recorded (attrs.kind = direct);
             sale_credited, order_placed
    """
    paid_orders = orders(payments(t))
    back = refunds(t, paid_orders)
    priced = with_shared_costs(t, paid_orders)
    sold = priced.group_by("client_id").agg(
        paid=priced.gross.sum(),
        repeat=priced.gross.sum(where=priced.position > 0),
        shared_costs=priced.shared_cost.sum(),
    )
    given = back.group_by("client_id").agg(
        given_back=back.value.sum(), repeat_back=back.value.sum(where=back.position > 0)
    )
    direct = direct_costs(t)
    own = direct.filter(direct.client_id.notnull())
    own = own.group_by("client_id").agg(own_costs=own.value.sum())
    first = t.in_period(paid_orders.filter(paid_orders.position == 0))
    told = first.select(
        "client_id", "channel", "product_id", cohort=first.local_at.truncate("M").date()
    )
    for part in (sold, given, own):
        told = told.left_join(part, "client_id").drop("client_id_right")
    return told


def direct_costs(t: Tables) -> "Table":
    """Costs of serving: of one client, of a product, or of nobody in particular.

    Shape:   one row a cost: id, client_id, product_id (or null), local_at, value (kopecks)
    """
    costs = t.entries.filter(t.entries.event == tables.COST, t.entries.attr_kind == "direct")
    return costs.select("id", "client_id", "product_id", "local_at", "value")


def with_shared_costs(t: Tables, paid_orders: "Table") -> "Table":
    """Paid orders, each with its part of the direct costs booked to no client."""
    costs = direct_costs(t)
    pots = costs.filter(costs.client_id.isnull()).group_by("product_id").agg(pot=costs.value.sum())
    sold = paid_orders.group_by("product_id").agg(sold=paid_orders.count())
    named = pots.inner_join(sold, "product_id")
    each = named.select("product_id", of_product=named.pot / named.sold)
    nobodys = pots.anti_join(sold, "product_id").pot.sum().fill_null(0).as_scalar()
    joined = paid_orders.left_join(each, "product_id").drop("product_id_right")
    of_all = nobodys / paid_orders.count().as_scalar()
    return joined.mutate(shared_cost=joined.of_product.fill_null(0) + of_all)


def build(t: Tables, by: str | None) -> "Table":
    told = relationships(t)
    sums = {
        name: told[name].sum()
        for name in ("paid", "given_back", "repeat", "repeat_back", "own_costs", "shared_costs")
    }
    return grouped(told, by, n=told.count(), **sums)


def sums(raw: Raw) -> Mapping[str, Exact]:
    revenue = number(raw, "paid") - number(raw, "given_back")
    shared = raw["shared_costs"]
    costs = number(raw, "own_costs") + Fraction(shared if isinstance(shared, float) else 0)
    return {
        "gross_profit": revenue - costs,
        "revenue": revenue,
        "repeat_revenue": number(raw, "repeat") - number(raw, "repeat_back"),
    }


def figures(raw: Raw) -> Mapping[str, Money | None]:
    return {name: mean_money(total, number(raw, "n")) for name, total in sums(raw).items()}


def total(raw: Raw) -> Total:
    parts = {name: Money(amount) for name, amount in sums(raw).items()}
    return Total(figures(raw), value_json(parts), number(raw, "n"))


def row(raw: Raw) -> Mapping[str, Value]:
    return composite(figures(raw), number(raw, "n"))


def evidence(t: Tables) -> "Table":
    who = relationships(t).select("client_id", "cohort", "channel", "product_id")
    moved = t.of(tables.PAID, tables.REFUNDED).select("id", "client_id", "event")
    direct = direct_costs(t)
    own = direct.filter(direct.client_id.notnull()).select(
        "id", "client_id", event=ibis.literal(tables.COST)
    )
    told = moved.union(own).inner_join(who, "client_id")
    return told.select("id", "client_id", "cohort", "channel", "product_id", part=told.event)


DEFINITION = Definition(
    name="ltv",
    version=1,
    title="Lifetime value",
    formula="a client's payments minus refunds (revenue), minus direct costs (gross profit);"
    " the same revenue of repeat orders only (repeat revenue); mean over clients, to date",
    unit=Unit.MONEY,
    direction=Direction.UP,
    window="the period of the first payment; what the clients did later counts",
    source="payment_received, refund_paid, cost_recorded, sale_credited, order_placed",
    dims=("cohort", "channel", "product", "client"),
    rule=relationships,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  payment_received 2026-01-10T10:00 value=1000 item=1 product=basic
            anna  cost_recorded    2026-01-10T10:00 value=150  product=basic kind=direct
            anna  payment_received 2026-02-10T10:00 value=500  item=2 product=extra
            anna  refund_paid      2026-03-10T10:00 value=100  item=2
            boris payment_received 2026-01-11T10:00 value=600  item=3 product=basic
            -     cost_recorded    2026-01-31T10:00 value=40   product=basic kind=direct
            -     cost_recorded    2026-01-31T10:00 value=30   kind=direct
            -     cost_recorded    2026-01-31T10:00 value=9999 kind=overhead
        """,
        answer={
            "value": {
                "gross_profit": "890.00",
                "revenue": "1000.00",
                "repeat_revenue": "200.00",
            },
            "numerator": {
                "gross_profit": "1780.00",
                "revenue": "2000.00",
                "repeat_revenue": "400.00",
            },
            "denominator": 2,
            "rows": [],
        },
    ),
)

"""What cohorts have brought by the same age: the only fair way to compare their LTV."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from provodnik.metrics.analyses.cohorts import Span, age
from provodnik.metrics.analyses.slices import narrowed
from provodnik.metrics.definition import Raw
from provodnik.metrics.definitions.ltv import direct_costs, with_shared_costs
from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import ORDER, orders, payments, refunds
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value

BASES = ("gross_profit", "revenue", "repeat_revenue", "paid")
"""Payments minus refunds and direct costs; minus refunds; the same of repeat orders; payments."""


@dataclass(frozen=True, slots=True)
class CohortValue:
    """What a client of a cohort had brought on average by the end of each age, in kopecks.

    The last age may not be over yet.
    """

    begins_on: date
    size: int
    by_age: tuple[Fraction, ...]


def brought(t: Tables) -> "Table":
    """Money of each cohort's clients by the month in which it moved.

    A client's cohort is the month of their first payment, which lies in the period and, where
    a slice is chosen, is of its product, channel and person. A
    direct cost that names no client is shared by paid orders as in `ltv`, in the month
    of each order.

    Shape:   one row a cohort and month: cohort, month (first days), size (of the cohort),
             paid, back, repeat, repeat_back, costs
    Units:   kopecks; costs may hold a part of one
    """
    paid_orders = orders(payments(t))
    first = narrowed(t, t.in_period(paid_orders.filter(paid_orders.position == 0)))
    members = first.select("client_id", cohort=first.local_at.truncate("M").date())
    moved = ibis.union(*_movements(t, paid_orders)).inner_join(members, "client_id")
    by_month = moved.mutate(month=moved.local_at.truncate("M").date())
    sums = {name: by_month[name].sum() for name in ("paid", "back", "repeat", "repeat_back")}
    told = by_month.group_by("cohort", "month").agg(**sums, costs=by_month.cost.sum())
    sizes = members.group_by("cohort").agg(size=members.count())
    return told.inner_join(sizes, "cohort")


def _movements(t: Tables, paid_orders: "Table") -> list["Table"]:
    places = paid_orders.select(*ORDER, "position")
    paid = payments(t).inner_join(places, list(ORDER))
    back = refunds(t, paid_orders)
    costs = direct_costs(t)
    own = costs.filter(costs.client_id.notnull())
    shared = with_shared_costs(t, paid_orders)
    return [
        _moved(paid, paid=paid.value, repeat=(paid.position > 0).ifelse(paid.value, 0)),
        _moved(back, back=back.value, repeat_back=(back.position > 0).ifelse(back.value, 0)),
        _moved(own, cost=own.value),
        _moved(shared, cost=shared.shared_cost),
    ]


def _moved(table: "Table", **amounts: "Value") -> "Table":
    """Amounts of one kind of movement; those of other kinds are nothing."""
    columns = {
        name: amounts.get(name, ibis.literal(0)).cast("float64" if name == "cost" else "int64")
        for name in ("paid", "back", "repeat", "repeat_back", "cost")
    }
    return table.select("client_id", "local_at", **columns)


def by_age(raws: Sequence[Raw], basis: str, *, until: date) -> list[CohortValue]:
    """Rows of `brought` as what a client had brought by the end of each month of age.

    `until` is the last day known. Clients who brought nothing later stay in the size.
    """
    sizes = {raw["cohort"]: int(str(raw["size"])) for raw in raws}
    amounts: dict[date, dict[int, Fraction]] = {}
    for raw in raws:
        cohort, month = raw["cohort"], raw["month"]
        if isinstance(cohort, date) and isinstance(month, date):
            at_age = age(cohort, month, Span.MONTH)
            amounts.setdefault(cohort, {})[at_age] = _amount(raw, basis)
    return [
        _value(cohort, sizes[cohort], found, until) for cohort, found in sorted(amounts.items())
    ]


def _value(cohort: date, size: int, found: dict[int, Fraction], until: date) -> CohortValue:
    ages = range(age(cohort, until, Span.MONTH) + 1)
    # What moved before the first payment (a cost of winning the client) is there from the start.
    early = sum((amount for at, amount in found.items() if at < 0), Fraction(0))
    monthly = [found.get(at, Fraction(0)) + (early if at == 0 else 0) for at in ages]
    return CohortValue(
        begins_on=cohort,
        size=size,
        by_age=tuple(total / size for total in accumulate(monthly)),
    )


def _amount(raw: Raw, basis: str) -> Fraction:
    paid, back = _number(raw, "paid"), _number(raw, "back")
    match basis:
        case "paid":
            return paid
        case "revenue":
            return paid - back
        case "repeat_revenue":
            return _number(raw, "repeat") - _number(raw, "repeat_back")
        case "gross_profit":
            return paid - back - _number(raw, "costs")
    raise ValueError(f"no basis is called {basis}")


def _number(raw: Raw, name: str) -> Fraction:
    value = raw[name]
    return Fraction(value) if isinstance(value, int | float) else Fraction(0)

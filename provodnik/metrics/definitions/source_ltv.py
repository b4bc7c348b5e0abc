"""Sources end to end: what becomes of the leads each of them brought, down to the money."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

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
from provodnik.metrics.figures import Count, Figure, Money, Score, Share, Value, mean_money
from provodnik.metrics.lazy import ibis
from provodnik.metrics.leads import COMING, journeys
from provodnik.metrics.orders import ORDER, orders, received, refunds
from provodnik.metrics.tables import LEAD, Tables

if TYPE_CHECKING:
    from ibis.expr.types import NumericValue, Table, TimestampValue

ALONG = {"campaign": ("source",)}
_DAY_SECONDS = 86_400


def lifetimes(t: Tables) -> "Table":
    """Everybody who came in the period, with what they bought and brought since.

    A lead is credited to the first source told about them, so that each stands in one row
    and the rows add up to the whole: a later source did not win them. Whoever bought without
    having been told of counts from their first order, without a source. The first purchase
    is the first paid order, the repeat one the second, given back later or not. Revenue is
    payments minus refunds to date; repeat revenue is that of all orders after the first.

    An old source had longer to earn than a new one. Therefore revenue a lead at equal age is
    that of each lead's first days, as many as the school's method says, and of leads who
    are that old by the last entry of the journal (or by the as-of day) alone.

    Days are those between the two dates of the school's calendar. The period chooses who
    came, not what they did later.

    Shape:   one row a client: client_id, month, source, campaign, first_at, days_to_first,
             second_at, days_to_repeat, revenue, repeat, is_of_age, early
    Units:   kopecks; days
    Source:  lead_came, order_placed, payment_received, balance_spent, refund_paid
    """
    went = journeys(t)
    told = went.left_join(_money(t, went), "client_id").drop("client_id_right")
    return told.mutate(
        days_to_first=_days(told.lead_at, told.first_at),
        days_to_repeat=_days(told.first_at, told.second_at),
        is_of_age=_age_seconds(told.lead_at, _known_until(t)) >= _horizon(t),
    )


def _money(t: Tables, went: "Table") -> "Table":
    """What each lead brought: revenue, repeat, early (within the equal age); kopecks."""
    moved = movements(t).inner_join(went.select("client_id", "lead_at"), "client_id")
    is_early = _age_seconds(moved.lead_at, moved.local_at) < _horizon(t)
    return moved.group_by("client_id").agg(
        revenue=moved.value.sum(),
        repeat=moved.value.sum(where=moved.position > 0),
        early=moved.value.sum(where=is_early),
    )


def movements(t: Tables) -> "Table":
    """Money received and, below zero, given back, each with the place of its order.

    Shape:   one row an entry: id, client_id, local_at, value (kopecks), position (null: no order)
    """
    paid = received(t)
    paid_orders = orders(paid)
    columns = ("id", "client_id", "local_at", "value", "position")
    placed = paid.inner_join(paid_orders.select(*ORDER, "position"), list(ORDER))
    back = refunds(t, paid_orders)
    return placed.select(*columns).union(back.mutate(value=-back.value).select(*columns))


def _known_until(t: Tables) -> "TimestampValue":
    """The moment the journal is known up to."""
    last = t.client_totals.agg(last_at=t.client_totals.last_local_at.max()).cross_join(t.asked)
    return last.select(until=last.snapshot_at.coalesce(last.last_at)).until.as_scalar()


def _horizon(t: Tables) -> "NumericValue":
    return t.setting("equal_age_days") * _DAY_SECONDS


def _age_seconds(since: "TimestampValue", at: "TimestampValue") -> "NumericValue":
    return at.epoch_seconds() - since.epoch_seconds()


def _days(since: "TimestampValue", at: "TimestampValue") -> "NumericValue":
    return at.date().delta(since.date(), unit="day")


def build(t: Tables, by: str | None) -> "Table":
    told = lifetimes(t)
    measures = {
        "leads": told.count(),
        "buyers": told.first_at.count(),
        "returned": told.second_at.count(),
        "revenue": told.revenue.sum(),
        "repeat": told.repeat.sum(),
        "of_age": told.is_of_age.sum(),
        "early": told.early.sum(where=told.is_of_age),
        "to_first": told.days_to_first.quantile(0.5),
        "to_repeat": told.days_to_repeat.quantile(0.5),
    }
    if by in ALONG:
        return told.group_by(*ALONG[by], by).agg(**measures)
    return grouped(told, by, **measures)


def figures(raw: Raw) -> Mapping[str, Figure]:
    leads, buyers, returned = (number(raw, name) for name in ("leads", "buyers", "returned"))
    return {
        "leads": Count(leads),
        "buyers": Count(buyers),
        "buyer_share": Share(buyers, leads),
        "returned": Count(returned),
        "returned_share": Share(returned, buyers),
        "revenue": Money(number(raw, "revenue")),
        "repeat_revenue": Money(number(raw, "repeat")),
        "revenue_per_lead": mean_money(number(raw, "revenue"), leads),
        "early_per_lead": mean_money(number(raw, "early"), number(raw, "of_age")),
        "of_age": Count(number(raw, "of_age")),
        "days_to_first": _median(raw, "to_first"),
        "days_to_repeat": _median(raw, "to_repeat"),
    }


def _median(raw: Raw, name: str) -> Score | None:
    days = raw[name]
    return Score(Fraction(days)) if isinstance(days, int | float) else None


def total(raw: Raw) -> Total:
    told = figures(raw)
    return Total(told, Money(number(raw, "revenue")).json(), number(raw, "leads"))


def row(raw: Raw) -> Mapping[str, Value]:
    return composite(figures(raw), number(raw, "leads"))


def evidence(t: Tables) -> "Table":
    went = journeys(t).select("client_id", "source", "campaign", "month")
    moved = movements(t)
    part = ibis.cases(
        (moved.value < 0, "refunds"),
        (moved.position > 0, "repeat_purchase"),
        else_="first_purchase",
    )
    money = moved.select("id", "client_id", part=part)
    told = _comings(t).union(money).inner_join(went, "client_id")
    return told.select("id", "client_id", "source", "campaign", "month", "part")


def _comings(t: Tables) -> "Table":
    """The entry each lead came by: id, client_id, part."""
    came = t.of(*COMING)
    first = ibis.window(
        group_by="client_id",
        order_by=["local_at", (came.event != LEAD).cast("int64"), "id"],
    )
    came = came.mutate(nth=ibis.row_number().over(first))
    return came.filter(came.nth == 0).select("id", "client_id", part=ibis.literal("lead"))


DEFINITION = Definition(
    name="source_ltv",
    version=1,
    title="Sources end to end: lead, first purchase, repeat purchase, LTV",
    formula="leads, those who bought and who bought again, each of the step before; payments minus"
    " refunds of them, a lead, to date and at equal age; median days from step to step",
    unit=Unit.MONEY,
    direction=Direction.UP,
    window="the period in which the lead came; what they did later counts",
    source="lead_came, order_placed, payment_received, balance_spent, refund_paid",
    dims=("campaign", "source", "month"),
    along=ALONG,
    settings=("equal_age_days",),
    rule=lifetimes,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  lead_came        2026-01-05T10:00 item=mailing campaign=autumn
            anna  lead_came        2026-01-08T10:00 item=vk
            anna  payment_received 2026-01-15T10:00 value=1000 item=1
            anna  payment_received 2026-02-14T10:00 value=600  item=2
            anna  refund_paid      2026-02-20T10:00 value=100  item=2
            anna  payment_received 2026-05-20T10:00 value=300  item=3
            boris lead_came        2026-01-06T10:00 item=mailing campaign=spring
            vera  lead_came        2026-04-01T10:00 item=mailing campaign=autumn
            vera  payment_received 2026-04-03T10:00 value=800  item=4
            gleb  order_placed     2026-01-07T10:00 value=500  item=5
            gleb  payment_received 2026-01-08T10:00 value=500  item=5
        """,
        by="source",
        answer={
            "value": {
                "leads": 4,
                "buyers": 3,
                "buyer_share": 0.75,
                "returned": 1,
                "returned_share": 0.333333333333,
                "revenue": "3100.00",
                "repeat_revenue": "800.00",
                "revenue_per_lead": "775.00",
                "early_per_lead": "666.67",
                "of_age": 3,
                "days_to_first": 2.0,
                "days_to_repeat": 30.0,
            },
            "numerator": "3100.00",
            "denominator": 4,
            "rows": [
                {
                    "source": "mailing",
                    "leads": 3,
                    "buyers": 2,
                    "buyer_share": 0.666666666667,
                    "returned": 1,
                    "returned_share": 0.5,
                    "revenue": "2600.00",
                    "repeat_revenue": "800.00",
                    "revenue_per_lead": "866.67",
                    "early_per_lead": "750.00",
                    "of_age": 2,
                    "days_to_first": 6.0,
                    "days_to_repeat": 30.0,
                    "value": {
                        "leads": 3,
                        "buyers": 2,
                        "buyer_share": 0.666666666667,
                        "returned": 1,
                        "returned_share": 0.5,
                        "revenue": "2600.00",
                        "repeat_revenue": "800.00",
                        "revenue_per_lead": "866.67",
                        "early_per_lead": "750.00",
                        "of_age": 2,
                        "days_to_first": 6.0,
                        "days_to_repeat": 30.0,
                    },
                    "n": 3,
                },
                {
                    "source": None,
                    "leads": 1,
                    "buyers": 1,
                    "buyer_share": 1.0,
                    "returned": 0,
                    "returned_share": 0.0,
                    "revenue": "500.00",
                    "repeat_revenue": "0.00",
                    "revenue_per_lead": "500.00",
                    "early_per_lead": "500.00",
                    "of_age": 1,
                    "days_to_first": 1.0,
                    "days_to_repeat": None,
                    "value": {
                        "leads": 1,
                        "buyers": 1,
                        "buyer_share": 1.0,
                        "returned": 0,
                        "returned_share": 0.0,
                        "revenue": "500.00",
                        "repeat_revenue": "0.00",
                        "revenue_per_lead": "500.00",
                        "early_per_lead": "500.00",
                        "of_age": 1,
                        "days_to_first": 1.0,
                        "days_to_repeat": None,
                    },
                    "n": 1,
                },
            ],
        },
    ),
)

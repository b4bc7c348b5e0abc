"""Next step: how many of those who finished a product bought another one."""

from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.definition import (
    Definition,
    Direction,
    Example,
    Raw,
    Total,
    Unit,
    column_of,
    number,
)
from provodnik.metrics.figures import Count, Share, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import orders, payments
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import Table


def starts(t: Tables) -> "Table":
    """Everybody who could take a next step, from what, and whether they did.

    Two bases side by side. Finished: each product's first `course_completed` or
    `graduated` in the period; moved on = a paid order of another known product at
    that moment or later. Paid: the client's first paid order in the period; moved
    on = any later paid order of another known product. The period chooses who
    finished or first paid, not what they did later.

    Shape:   one row a client and finished product, or a client's first order: id,
             client_id, product_id, cohort (month), is_finish, next_id (entry or null)
    Source:  course_completed, graduated, payment_received, balance_spent, sale_credited,
             order_placed
    """
    paid_orders = orders(payments(t))
    done = t.of(*tables.FINISHED)
    once = ibis.window(group_by=["client_id", "product_id"], order_by=["happened_at", "id"])
    done = done.mutate(nth=ibis.row_number().over(once))
    finished = t.in_period(done.filter(done.nth == 0))
    first = t.in_period(paid_orders.filter(paid_orders.position == 0))
    first = first.mutate(id=first.order_id)
    return ibis.union(
        _followed(finished, paid_orders, is_finish=True),
        _followed(first, paid_orders, is_finish=False),
    )


def _followed(begun: "Table", paid_orders: "Table", *, is_finish: bool) -> "Table":
    begun = begun.select(
        "id",
        "client_id",
        "product_id",
        begun_at=begun.happened_at,
        cohort=begun.local_at.truncate("M").date(),
    )
    later = paid_orders.select("client_id", "order_id", "happened_at", next_product_id="product_id")
    joined = begun.left_join(
        later,
        [
            begun.client_id == later.client_id,
            later.happened_at >= begun.begun_at,
            # Also tells an order from itself: a first order's product is its own.
            later.next_product_id != begun.product_id.coalesce(-1),
        ],
    )
    return joined.group_by("id", "client_id", "product_id", "cohort").agg(
        next_id=joined.order_id.min(), is_finish=ibis.literal(is_finish)
    )


def build(t: Tables, by: str | None) -> "Table":
    begun = starts(t)
    moved = begun.next_id.notnull()
    who = begun.client_id
    counts = {
        "finished": who.nunique(where=begun.is_finish),
        "finished_moved": who.nunique(where=begun.is_finish & moved),
        "paid": who.nunique(where=~begun.is_finish),
        "paid_moved": who.nunique(where=~begun.is_finish & moved),
    }
    return begun.agg(**counts) if by is None else begun.group_by(column_of(by)).agg(**counts)


def _shares(raw: Raw) -> tuple[Share, Share]:
    return (
        Share(number(raw, "finished_moved"), number(raw, "finished")),
        Share(number(raw, "paid_moved"), number(raw, "paid")),
    )


def total(raw: Raw) -> Total:
    finished, paid = _shares(raw)
    of_paid = {
        "value": paid.json(),
        "numerator": int(paid.numerator),
        "denominator": int(paid.denominator),
    }
    return Total(
        finished, int(finished.numerator), int(finished.denominator), extra={"of_paid": of_paid}
    )


def row(raw: Raw) -> "Mapping[str, Value]":
    finished, paid = _shares(raw)
    return {
        "value": finished,
        "n": Count(int(finished.denominator)),
        "of_paid": paid,
        "paid": Count(int(paid.denominator)),
    }


def evidence(t: Tables) -> "Table":
    begun = starts(t)
    columns = ("client_id", "product_id", "cohort")
    part = begun.is_finish.ifelse("finished", "paid")
    moved = begun.filter(begun.next_id.notnull())
    moved_part = moved.is_finish.ifelse("finished_moved", "paid_moved")
    return ibis.union(
        begun.select("id", *columns, part=part),
        moved.select(*columns, id=moved.next_id, part=moved_part).select("id", *columns, "part"),
    )


DEFINITION = Definition(
    name="next_step_share",
    version=1,
    title="Moved to the next step",
    formula="clients who paid for another product after finishing, of clients who finished;"
    " beside it the same of clients who first paid",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period in which they finished (or first paid); what they bought later counts",
    source="course_completed, graduated, payment_received, balance_spent, sale_credited,"
    " order_placed",
    dims=("product", "cohort"),
    rule=starts,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  payment_received 2026-01-10T10:00 value=50000 item=1 product=basic
            anna  course_completed 2026-03-01T10:00 product=basic
            anna  payment_received 2026-03-05T10:00 value=20000 item=2 product=advanced
            boris payment_received 2026-01-11T10:00 value=50000 item=3 product=basic
            boris course_completed 2026-03-01T10:00 product=basic
            boris payment_received 2026-03-05T10:00 value=50000 item=4 product=basic
            vera  payment_received 2026-01-12T10:00 value=50000 item=5 product=basic
            vera  payment_received 2026-01-13T10:00 value=20000 item=6 product=advanced
        """,
        answer={
            "value": 0.5,
            "numerator": 1,
            "denominator": 2,
            "of_paid": {"value": 0.666666666667, "numerator": 2, "denominator": 3},
            "rows": [],
        },
    ),
)

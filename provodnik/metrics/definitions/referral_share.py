"""After graduation: how many come back or bring somebody within a year."""

from typing import TYPE_CHECKING

from provodnik.metrics.besides import beside
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
from provodnik.metrics.figures import Count, Share, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.learning import finishes
from provodnik.metrics.orders import orders, payments
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import Table

REFERRED = "referral_made"
HORIZON_MONTHS, EARLY_MONTHS = 12, 6


def graduates(t: Tables) -> "Table":
    """Clients whose first finished course lies in the period, and what they did in the year after.

    Returned: a paid order first paid after the course was finished, within twelve
    months. Referring: brought or recommended somebody in the same time. The sources say
    «6–12 months»: the number is of twelve, and the same of the first six stands beside
    as `within_6_months`. Whose year is not over yet is counted as they are now. The
    product and the cohort (month) are those of the finished course.

    Shape:   one row a client: id (entry of finishing), client_id, product_id, cohort,
             returned_id, referred_id (entries or null), is_early (either within six months)
    Source:  course_completed, graduated, referral_made, payment_received, balance_spent,
             sale_credited, order_placed
    """
    once = ibis.window(group_by="client_id", order_by=["happened_at", "id"])
    done = finishes(t).mutate(nth=ibis.row_number().over(once))
    done = t.in_period(done.filter(done.nth == 0))
    done = done.select(
        "id",
        "client_id",
        "product_id",
        done_at=done.local_at,
        cohort=done.local_at.truncate("M").date(),
    )
    bought = orders(payments(t)).select("client_id", deed_id="order_id", deed_at="local_at")
    told = t.of(REFERRED).select("client_id", deed_id="id", deed_at="local_at")
    joined = _next(_next(done, bought, "returned"), told, "referred")
    limit = joined.done_at + ibis.interval(months=EARLY_MONTHS)
    is_early = (joined.returned_at < limit).fill_null(False) | (
        joined.referred_at < limit
    ).fill_null(False)
    return joined.mutate(is_early=is_early)


def _next(done: "Table", deeds: "Table", name: str) -> "Table":
    """Each graduate with the first of these deeds after finishing, within the horizon."""
    horizon = done.done_at + ibis.interval(months=HORIZON_MONTHS)
    after = done.select("id", "client_id", "done_at", horizon=horizon).inner_join(
        deeds, "client_id"
    )
    after = after.filter(after.deed_at > after.done_at, after.deed_at < after.horizon)
    first = after.group_by("id").agg(
        **{f"{name}_id": after.deed_id.argmin(after.deed_at), f"{name}_at": after.deed_at.min()}
    )
    return done.left_join(first, "id").drop("id_right")


def build(t: Tables, by: str | None) -> "Table":
    told = graduates(t)
    has_returned, has_referred = told.returned_id.notnull(), told.referred_id.notnull()
    return grouped(
        told,
        by,
        n=(has_returned | has_referred).sum(),
        returned=has_returned.sum(),
        referred=has_referred.sum(),
        early=told.is_early.sum(),
        size=told.count(),
    )


def share(raw: Raw) -> Share:
    return Share(number(raw, "n"), number(raw, "size"))


def total(raw: Raw) -> Total:
    size = number(raw, "size")
    besides = {
        "returned": beside(number(raw, "returned"), size),
        "referred": beside(number(raw, "referred"), size),
        "within_6_months": beside(number(raw, "early"), size),
    }
    return Total(share(raw), number(raw, "n"), size, extra={**besides})


def row(raw: Raw) -> "Mapping[str, Value]":
    size = number(raw, "size")
    return {
        "n": Count(number(raw, "n")),
        "size": Count(size),
        "value": share(raw),
        "returned": Share(number(raw, "returned"), size),
        "referred": Share(number(raw, "referred"), size),
        "within_6_months": Share(number(raw, "early"), size),
    }


def evidence(t: Tables) -> "Table":
    told = graduates(t)
    columns = ("client_id", "product_id", "cohort")
    returned = told.filter(told.returned_id.notnull())
    referred = told.filter(told.referred_id.notnull())
    return ibis.union(
        told.select("id", *columns, part=ibis.literal("finished")),
        returned.select(*columns, id="returned_id", part=ibis.literal("returned")).select(
            "id", *columns, "part"
        ),
        referred.select(*columns, id="referred_id", part=ibis.literal("referred")).select(
            "id", *columns, "part"
        ),
    )


DEFINITION = Definition(
    name="referral_share",
    version=1,
    title="Returned or recommended after graduation",
    formula="graduates who bought again or brought somebody within twelve months, of graduates",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period in which they first finished a course; the year after counts whole",
    source="course_completed, graduated, referral_made, payment_received, balance_spent,"
    " sale_credited, order_placed",
    dims=("product", "cohort"),
    rule=graduates,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  payment_received 2025-01-01T10:00 value=100 item=1
            anna  course_completed 2025-03-01T10:00 product=basic
            anna  payment_received 2025-05-01T10:00 value=100 item=2
            boris course_completed 2025-03-01T10:00 product=basic
            boris referral_made    2025-11-01T10:00
            vera  course_completed 2025-03-01T10:00 product=basic
            vera  payment_received 2026-03-01T10:00 value=100 item=3
            gleb  referral_made    2025-11-01T10:00
        """,
        by="product",
        answer={
            "value": 0.666666666667,
            "numerator": 2,
            "denominator": 3,
            "returned": {"value": 0.333333333333, "numerator": 1, "denominator": 3},
            "referred": {"value": 0.333333333333, "numerator": 1, "denominator": 3},
            "within_6_months": {"value": 0.333333333333, "numerator": 1, "denominator": 3},
            "rows": [
                {
                    "product": "basic",
                    "n": 2,
                    "size": 3,
                    "value": 0.666666666667,
                    "returned": 0.333333333333,
                    "referred": 0.333333333333,
                    "within_6_months": 0.333333333333,
                }
            ],
        },
    ),
)

"""Churn: how many of those under contract left in the period, and why."""

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
    column_of,
    number,
)
from provodnik.metrics.figures import Count, Share, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table


def build(t: Tables, by: str | None) -> "Table":
    """Clients under contract at the beginning who were not at the end: one minus `retention`.

    The reason is that of the client's last contract that ended: what was told when they
    left, «finished» after a finished course, «expired» after a paid term that was not
    renewed, «unsaid» where nobody said. So every client that left has one reason and
    the reasons add up. By client only those who left are listed, each with the reason.

    Shape:   one row, or one a value of the dimension: n (clients at the beginning), churned
    Source:  as of `retention`; attrs.reason of withdrew and contract_ended
    """
    stood = contracts.standing(t, by)
    if by in ("reason", "client"):
        lost = stood.filter(~stood.is_kept)
        told = lost.group_by(*dict.fromkeys(("reason", column_of(by)))).agg(churned=lost.count())
        return told.mutate(n=stood.count().as_scalar())
    counts = {"n": stood.count(), "churned": (~stood.is_kept).sum()}
    return stood.agg(**counts) if by is None else stood.group_by(column_of(by)).agg(**counts)


def share(raw: Raw) -> Share:
    return Share(number(raw, "churned"), number(raw, "n"))


def total(raw: Raw) -> Total:
    return Total(share(raw), number(raw, "churned"), number(raw, "n"))


def row(raw: Raw) -> Mapping[str, Value]:
    return {
        "value": share(raw),
        "n": Count(number(raw, "churned")),
        "size": Count(number(raw, "n")),
    }


def evidence(t: Tables) -> "Table":
    stood = contracts.standing(t, None)
    lost = stood.filter(~stood.is_kept)
    ended = lost.ended_id.cast("int64")
    products = t.entries.select(entry_id="id", product_id="product_id")
    told = lost.mutate(id=ended).left_join(products, [ibis._.id == products.entry_id])
    return told.select("id", "client_id", "product_id", "quarter", "reason", part=told.reason)


DEFINITION = Definition(
    name="churn",
    version=1,
    title="Churn of clients",
    formula="clients under contract when the period begins but not when it ends, of clients under"
    " contract when it begins",
    unit=Unit.SHARE,
    direction=Direction.DOWN,
    window="the period asked about, usually a quarter; each row's quarter is a period of its own",
    source=contracts.SOURCE,
    dims=("reason", "quarter", "product", "client"),
    along={"client": ("reason",)},
    rule=build,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  enrolled          2025-12-01T10:00 product=basic
            boris enrolled          2025-12-01T10:00 product=basic
            boris withdrew          2026-02-01T10:00 product=basic reason=price
            vera  enrolled          2025-12-01T10:00 product=basic
            vera  course_completed  2026-02-01T10:00 product=basic
            gleb  subscription_paid 2025-12-20T10:00 value=900 product=club item=1 days=30
            anna  lesson_viewed     2026-03-31T10:00 item=1
        """,
        period_from=date(2026, 1, 1),
        period_to=date(2026, 4, 1),
        by="reason",
        answer={
            "value": 0.75,
            "numerator": 3,
            "denominator": 4,
            "rows": [
                {"reason": "expired", "value": 0.25, "n": 1, "size": 4},
                {"reason": "finished", "value": 0.25, "n": 1, "size": 4},
                {"reason": "price", "value": 0.25, "n": 1, "size": 4},
            ],
        },
    ),
)

"""Change of payroll: what the team costs a month now and before, and how many are paid for it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.definition import (
    Cell,
    Definition,
    Direction,
    Example,
    Raw,
    Total,
    Unit,
    number,
)
from provodnik.metrics.figures import Count, Money, Share, Value, mean_money
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables
from provodnik.metrics.terms import Terms

if TYPE_CHECKING:
    from ibis.expr.types import Table

JOINED, LEFT = "staff_joined", "staff_left"
_NOT_WORK = (LEFT, "staff_role_changed", "staff_named", "staff_account_given", "deeds_handed_over")


def build(t: Tables, by: str | None) -> "Table":
    """Every month with approved pay up to the period's end, with who was paid and who worked.

    The change is that of the last month of the period against its first; where the
    period holds one month of pay, against the latest such month before it. A person works in a
    month they were in the team (joined before it ended, not left before it began) or did
    anything the journal knows, being paid included. Mean pay is per paid person: a smaller payroll
    over more paid people is told as both.

    Shape:   one row a month: month, payroll (kopecks), paid, active (people), is_asked
    Source:  pay_approved; staff_joined, staff_left and every entry of a person for who worked
    """
    del by
    pay = t.entries.filter(t.entries.event == tables.PAY)
    pay = pay.mutate(month=pay.local_at.truncate("M").date())
    if not t.is_whole:
        pay = pay.filter(pay.local_at < t.asked.ends_at.as_scalar())
    months = pay.group_by("month").agg(
        payroll=pay.value.fill_null(0).sum(), paid=pay.staff_id.nunique()
    )
    working = _working(t, months)
    active = working.group_by("month").agg(active=working.staff_id.nunique())
    told = months.left_join(active, "month").drop("month_right")
    is_asked = ibis.literal(True)
    if not t.is_whole:
        is_asked = told.month >= t.asked.starts_at.as_scalar().truncate("M").date()
    return told.select(
        "month", "payroll", "paid", active=told.active.fill_null(0), is_asked=is_asked
    )


def _working(t: Tables, months: "Table") -> "Table":
    """Who worked in which of these months."""
    entries = t.entries.filter(t.entries.staff_id.notnull())
    did = entries.filter(~entries.event.isin(_NOT_WORK))
    did = did.select("staff_id", month=did.local_at.truncate("M").date()).distinct()
    did = did.semi_join(months, "month")
    spans = entries.group_by("staff_id").agg(
        joined_at=entries.local_at.min(where=entries.event == JOINED),
        left_at=entries.local_at.max(where=entries.event == LEFT),
    )
    spans = spans.filter(spans.joined_at.notnull())
    begin = months.month.cast("timestamp")
    held = months.mutate(begins_at=begin, ends_at=begin + ibis.interval(months=1))
    joined = spans.cross_join(held)
    stays = joined.left_at.isnull() | (joined.left_at >= joined.begins_at)
    there = joined.filter(joined.joined_at < joined.ends_at, stays)
    return did.select("staff_id", "month").union(there.select("staff_id", "month"))


def complete(raws: Sequence[Raw]) -> Sequence[Raw]:
    """The months asked about in order, each with the payroll of the month of pay before it."""
    ordered = sorted(raws, key=_month)
    befores: list[Raw | None] = [None, *ordered]
    return [
        {**raw, "before": before["payroll"] if before else None}
        for raw, before in zip(ordered, befores, strict=False)
        if raw["is_asked"]
    ]


def _month(raw: Raw) -> date:
    month: Cell = raw["month"]
    assert isinstance(month, date)
    return month


def figures(raw: Raw) -> Mapping[str, Value]:
    """One month: its payroll, mean pay, and who was paid of who worked."""
    payroll, paid = number(raw, "payroll"), number(raw, "paid")
    return {
        "payroll": Money(payroll),
        "mean_pay": mean_money(payroll, paid),
        "paid_people": Count(paid),
        "paid_share": Share(paid, number(raw, "active")),
    }


def summary(raws: Sequence[Raw], terms: Terms) -> Total:
    """The last month asked about, and how it differs from the month it is compared with."""
    del terms
    ordered = sorted(raws, key=_month)
    asked = [raw for raw in ordered if raw["is_asked"]]
    if not asked:
        return Total(_EMPTY)
    last = asked[-1]
    earlier = asked[:1] if len(asked) > 1 else [raw for raw in ordered if not raw["is_asked"]][-1:]
    before = earlier[0] if earlier else None
    return Total({"change": _change(before, last), **figures(last), "before": _before(before)})


def _change(before: Raw | None, last: Raw) -> Money | None:
    return Money(number(last, "payroll") - number(before, "payroll")) if before else None


def _before(before: Raw | None) -> Mapping[str, Value]:
    return figures(before) if before else _NOTHING


_NOTHING: Mapping[str, Value] = {
    "payroll": None,
    "mean_pay": None,
    "paid_people": None,
    "paid_share": None,
}
_EMPTY: Mapping[str, Value] = {"change": None, **_NOTHING, "before": _NOTHING}


def row(raw: Raw) -> Mapping[str, Value]:
    before = raw["before"]
    change = Money(number(raw, "payroll") - int(before)) if isinstance(before, int) else None
    told = figures(raw)
    return {"value": told["payroll"], "n": told["paid_people"], "change": change, **told}


def evidence(t: Tables) -> "Table":
    pay = t.in_period(t.entries.filter(t.entries.event == tables.PAY))
    month = pay.local_at.truncate("M").date()
    return pay.select("id", "client_id", month=month, part=ibis.literal("payroll"))


DEFINITION = Definition(
    name="payroll_change",
    version=1,
    title="Change of payroll",
    formula="approved pay of the period's last month minus that of its first; beside it mean pay"
    " per paid person and paid people of those who worked",
    unit=Unit.MONEY,
    direction=Direction.DOWN,
    window="the first and the last month with pay in the period",
    source="pay_approved, staff_joined, staff_left, any entry that names a person",
    dims=("month",),
    rule=build,
    build=build,
    summary=summary,
    complete=complete,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            - staff_joined 2026-01-01T10:00 staff=olga
            - staff_joined 2026-01-01T10:00 staff=ira
            - pay_approved 2026-01-31T10:00 value=600 staff=olga
            - pay_approved 2026-02-28T10:00 value=300 staff=olga
            - pay_approved 2026-02-28T10:00 value=250 staff=ira
        """,
        by="month",
        answer={
            "value": {
                "change": "-50.00",
                "payroll": "550.00",
                "mean_pay": "275.00",
                "paid_people": 2,
                "paid_share": 1.0,
                "before": {
                    "payroll": "600.00",
                    "mean_pay": "600.00",
                    "paid_people": 1,
                    "paid_share": 0.5,
                },
            },
            "rows": [
                {
                    "month": "2026-01",
                    "value": "600.00",
                    "n": 1,
                    "change": None,
                    "payroll": "600.00",
                    "mean_pay": "600.00",
                    "paid_people": 1,
                    "paid_share": 0.5,
                },
                {
                    "month": "2026-02",
                    "value": "550.00",
                    "n": 2,
                    "change": "-50.00",
                    "payroll": "550.00",
                    "mean_pay": "275.00",
                    "paid_people": 2,
                    "paid_share": 1.0,
                },
            ],
        },
    ),
)

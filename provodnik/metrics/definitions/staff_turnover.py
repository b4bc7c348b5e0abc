"""Staff turnover: how many of the team left."""

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
    number,
)
from provodnik.metrics.figures import Count, Share, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

JOINED, LEFT = "staff_joined", "staff_left"


def moves(t: Tables) -> "Table":
    """People who joined the team and people who left it, in all of history.

    The mean headcount is that of the beginning and the end of the period, halved. The team
    begins with those who joined on its first day, so that a period that starts before
    them does not halve it. Each quarter of the rows is a period of its own.

    Shape:   one row a move: id, staff_id, local_at, quarter («2026-Q1»), step (1 or −1),
             is_first (on the team's first day)
    Source:  staff_joined, staff_left
    """
    entries = t.entries.filter(t.entries.event.isin((JOINED, LEFT)))
    day = entries.local_at.date()
    year, quarter = entries.local_at.year(), entries.local_at.quarter()
    return entries.select(
        "id",
        "staff_id",
        "event",
        "local_at",
        quarter=year.cast("string") + "-Q" + quarter.cast("string"),
        step=(entries.event == JOINED).ifelse(1, -1),
        is_first=(entries.event == JOINED) & (day == day.min().over(ibis.window())),
    )


def build(t: Tables, by: str | None) -> "Table":
    found = moves(t)
    if by == "quarter":
        return _quarters(t, found)
    starts_at, ends_at = t.asked.starts_at.as_scalar(), t.asked.ends_at.as_scalar()
    is_before = found.is_first | (found.local_at < starts_at)
    is_in = (found.local_at >= starts_at) & (found.local_at < ends_at)
    return found.agg(
        began=found.step.sum(where=is_before & (found.local_at < ends_at)),
        ended=found.step.sum(where=found.local_at < ends_at),
        gone=(is_in & (found.event == LEFT)).sum(),
    )


def _quarters(t: Tables, found: "Table") -> "Table":
    """Headcounts of every quarter somebody moved in."""
    each = found.group_by("quarter").agg(
        net=found.step.sum(),
        first=found.step.sum(where=found.is_first),
        gone=(found.event == LEFT).sum(),
        local_at=found.local_at.max(),
    )
    so_far = ibis.window(order_by=each.quarter, preceding=None, following=0)
    each = each.mutate(ended=each.net.sum().over(so_far))
    each = each.mutate(began=each.ended - each.net + each.first.fill_null(0))
    return t.in_period(each).select("quarter", "began", "ended", "gone")


def share(raw: Raw) -> Share:
    return Share(number(raw, "gone"), Fraction(number(raw, "began") + number(raw, "ended"), 2))


def total(raw: Raw) -> Total:
    told = share(raw)
    return Total(told, number(raw, "gone"), float(told.denominator))


def row(raw: Raw) -> Mapping[str, Value]:
    return {
        "value": share(raw),
        "left": Count(number(raw, "gone")),
        "began": Count(number(raw, "began")),
        "ended": Count(number(raw, "ended")),
    }


def evidence(t: Tables) -> "Table":
    found = t.in_period(moves(t))
    part = (found.event == LEFT).ifelse("left", "came")
    return found.select("id", "quarter", part=part)


DEFINITION = Definition(
    name="staff_turnover",
    version=1,
    title="Staff turnover",
    formula="people who left, of the mean headcount: half of those at the beginning and the end of"
    " the period",
    unit=Unit.SHARE,
    direction=Direction.DOWN,
    window="the period in which they left; a quarter by habit",
    source="staff_joined, staff_left",
    dims=("quarter",),
    always_by="quarter",
    rule=moves,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            - staff_joined 2025-11-03T10:00 staff=olga
            - staff_joined 2025-11-03T10:00 staff=irina
            - staff_joined 2025-11-03T10:00 staff=anna
            - staff_joined 2025-12-08T10:00 staff=egor
            - staff_left   2026-02-10T10:00 staff=anna
            - staff_joined 2026-03-02T10:00 staff=lev
            - staff_left   2026-03-20T10:00 staff=egor
        """,
        answer={
            "value": 0.666666666667,
            "numerator": 2,
            "denominator": 3.0,
            "rows": [
                {"quarter": "2025-Q4", "value": 0.0, "left": 0, "began": 3, "ended": 4},
                {"quarter": "2026-Q1", "value": 0.571428571429, "left": 2, "began": 4, "ended": 3},
            ],
        },
    ),
)

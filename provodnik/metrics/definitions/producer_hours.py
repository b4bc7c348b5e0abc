"""Producer's hours: how much of the week service takes, and how much was given back."""

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
from provodnik.metrics.figures import Count, Hours, Value
from provodnik.metrics.moments import week_of
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

LOGGED = "hours_logged"
BASELINE = "baseline"
_SECONDS = 36
"""In a hundredth of an hour."""


def logged(t: Tables) -> "Table":
    """Hours people said they had spent in service work, by week, Monday to Sunday.

    Several entries of a week add up. A week nobody said anything about is unknown, not
    free. Entries marked as baseline tell how many hours a week it was before; they count
    whatever the period, and what was freed is the baseline without the present.

    Shape:   one row an entry: id, staff_id, week, month, value (hundredths of an hour),
             is_baseline
    Source:  hours_logged (attrs.kind)
    """
    entries = t.entries.filter(t.entries.event == LOGGED)
    is_baseline = (entries.attr_kind == BASELINE).fill_null(False)
    found = entries.mutate(is_baseline=is_baseline)
    if not t.is_whole:
        asked = t.asked
        is_in = (found.local_at >= asked.starts_at.as_scalar()) & (
            found.local_at < asked.ends_at.as_scalar()
        )
        found = found.filter(found.is_baseline | is_in)
    return found.select(
        "id",
        "staff_id",
        "value",
        "is_baseline",
        week=week_of(found.local_at),
        month=found.local_at.truncate("M").date(),
    )


def build(t: Tables, by: str | None) -> "Table":
    found = logged(t)
    is_now, was = ~found.is_baseline, found.is_baseline
    measures = {
        "now": found.value.sum(where=is_now),
        "weeks": found.week.nunique(where=is_now),
        "was": found.value.sum(where=was),
        "weeks_before": found.week.nunique(where=was),
    }
    if by is None:
        return found.agg(**measures)
    column = "staff_id" if by == "staff" else by
    if by != "staff":
        found = found.filter(is_now)
    return found.group_by(column).agg(**measures)


def figures(raw: Raw) -> Mapping[str, Value]:
    weekly = _mean(number(raw, "now"), number(raw, "weeks"))
    before = _mean(number(raw, "was"), number(raw, "weeks_before"))
    freed = Hours(Fraction(before.seconds) - weekly.seconds) if before and weekly else None
    return {"weekly": weekly, "baseline": before, "freed": freed}


def _mean(hundredths: int, weeks: int) -> Hours | None:
    return Hours(Fraction(hundredths * _SECONDS, weeks)) if weeks else None


def total(raw: Raw) -> Total:
    return Total(figures(raw), extra={"weeks": number(raw, "weeks")})


def row(raw: Raw) -> Mapping[str, Value]:
    told = figures(raw)
    return {"value": told["weekly"], **told, "n": Count(number(raw, "weeks"))}


def evidence(t: Tables) -> "Table":
    found = logged(t)
    part = found.is_baseline.ifelse("baseline", "weekly")
    return found.select("id", "staff_id", "week", "month", part=part)


DEFINITION = Definition(
    name="producer_hours",
    version=1,
    title="Producer's hours in service work",
    formula="hours logged, of weeks with a log; freed are the baseline's weekly hours without them",
    unit=Unit.HOURS,
    direction=Direction.DOWN,
    window="the period in which the hours were logged; the baseline is of any time",
    source="hours_logged",
    dims=("week", "month", "staff"),
    rule=logged,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            - hours_logged 2026-01-16T18:00 value=22  staff=producer kind=baseline
            - hours_logged 2026-02-03T18:00 value=0.5 staff=producer
            - hours_logged 2026-02-06T18:00 value=1   staff=producer
            - hours_logged 2026-02-20T18:00 value=0.5 staff=producer
        """,
        by="week",
        answer={
            "value": {"weekly": 1.0, "baseline": 22.0, "freed": 21.0},
            "weeks": 2,
            "rows": [
                {
                    "week": "2026-02-02",
                    "value": 1.5,
                    "weekly": 1.5,
                    "baseline": None,
                    "freed": None,
                    "n": 1,
                },
                {
                    "week": "2026-02-16",
                    "value": 0.5,
                    "weekly": 0.5,
                    "baseline": None,
                    "freed": None,
                    "n": 1,
                },
            ],
        },
    ),
)

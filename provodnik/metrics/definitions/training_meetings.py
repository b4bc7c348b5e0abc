"""Training meetings: how many of the planned ones took place."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from provodnik.metrics import meetings
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
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

PLANNED = "training_meetings_a_week"
_FORMAT = "training"
_DAYS_A_WEEK = 7


def trainings(t: Tables) -> "Table":
    """Training meetings of the period by week, Monday to Sunday.

    The method says how many a week are planned. The weeks are those from the first to the
    last with a meeting of any format, so that a week of other meetings alone is one in
    which none took place.

    Shape:   one row a week with a meeting: week, held (trainings), meetings (of any format)
    Source:  meeting_held (attrs.format = training)
    """
    found = meetings.held(t)
    is_training = (found.format == _FORMAT).fill_null(False)
    return found.group_by("week").agg(held=is_training.sum(), meetings=found.count())


def build(t: Tables, by: str | None) -> "Table":
    weeks = trainings(t)
    weeks = weeks.mutate(planned=t.setting(PLANNED), monday=weeks.week.cast("date"))
    if by is not None:
        return weeks.select("week", "held", "planned", weeks=1)
    days = weeks.monday.max().delta(weeks.monday.min(), unit="day")
    return weeks.agg(
        held=weeks.held.sum(), planned=weeks.planned.max(), weeks=days // _DAYS_A_WEEK + 1
    )


def share(raw: Raw) -> Share:
    return Share(number(raw, "held"), number(raw, "planned") * number(raw, "weeks"))


def total(raw: Raw) -> Total:
    held = share(raw)
    return Total(held, number(raw, "held"), int(held.denominator))


def row(raw: Raw) -> Mapping[str, Value]:
    held = share(raw)
    return {
        "value": held,
        "held": Count(number(raw, "held")),
        "planned": Count(int(held.denominator)),
    }


def evidence(t: Tables) -> "Table":
    found = meetings.held(t)
    return found.filter(found.format == _FORMAT).select("id", "week", part=found.format)


DEFINITION = Definition(
    name="training_meetings",
    version=1,
    title="Training meetings held",
    formula="training meetings held, of those planned for the weeks",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period in which the meeting was held, by weeks",
    source="meeting_held",
    dims=("week",),
    always_by="week",
    rule=trainings,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    settings=(PLANNED,),
    example=Example(
        journal="""
            - meeting_held 2026-02-03T12:00 item=m1 format=training
            - meeting_held 2026-02-05T12:00 item=m2 format=training
            - meeting_held 2026-02-10T12:00 item=m3 format=training
            - meeting_held 2026-02-11T12:00 item=m4 format=weekly
        """,
        answer={
            "value": 0.75,
            "numerator": 3,
            "denominator": 4,
            "rows": [
                {"week": "2026-02-02", "value": 1.0, "held": 2, "planned": 2},
                {"week": "2026-02-09", "value": 0.5, "held": 1, "planned": 2},
            ],
        },
    ),
)

"""Tasks with an owner: how many of the open ones somebody answers for."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

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
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

OPENED, ASSIGNED, CLOSED = "task_opened", "task_assigned", "task_closed"


def open_tasks(t: Tables) -> "Table":
    """Tasks open at the end of the period, each with its owner.

    The number tells of one moment, so the period's beginning means nothing to it; without
    a period the moment is now, or the end of the as-of day. The owner is whom the last
    entry that named anybody gave the task to. A task closed and opened again is open.

    Shape:   one row a task: item, id (of its opening), staff_id (or null)
    Source:  task_opened, task_assigned, task_closed
    """
    entries = t.entries.filter(t.entries.event.isin((OPENED, ASSIGNED, CLOSED)))
    if not t.is_whole:
        entries = entries.filter(entries.local_at < t.asked.ends_at.as_scalar())
    is_opening, is_closing = entries.event == OPENED, entries.event == CLOSED
    names_owner = ~is_closing & entries.staff_id.notnull()
    tasks = (
        entries.filter(entries.item.notnull())
        .group_by("item")
        .agg(
            id=entries.id.argmax(entries.happened_at, where=is_opening),
            opened_at=entries.happened_at.max(where=is_opening),
            closed_at=entries.happened_at.max(where=is_closing),
            staff_id=entries.staff_id.argmax(entries.happened_at, where=names_owner),
        )
    )
    return tasks.filter(
        tasks.opened_at.notnull(),
        tasks.closed_at.isnull() | (tasks.closed_at < tasks.opened_at),
    ).select("item", "id", "staff_id")


def build(t: Tables, by: str | None) -> "Table":
    tasks = open_tasks(t)
    return grouped(tasks, by, n=tasks.count(), owned=tasks.staff_id.count())


def share(raw: Raw) -> Share:
    return Share(number(raw, "owned"), number(raw, "n"))


def total(raw: Raw) -> Total:
    return Total(share(raw), number(raw, "owned"), number(raw, "n"))


def row(raw: Raw) -> Mapping[str, Value]:
    return {"value": share(raw), "n": Count(number(raw, "n"))}


def evidence(t: Tables) -> "Table":
    tasks = open_tasks(t)
    part = tasks.staff_id.notnull().ifelse("with_owner", "without_owner")
    return tasks.select("id", "staff_id", part=part)


DEFINITION = Definition(
    name="owner_share",
    version=1,
    title="Open tasks with an owner",
    formula="open tasks with an owner, of open tasks",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the moment the period ends; without a period, now",
    source="task_opened, task_assigned, task_closed",
    dims=("staff",),
    rule=open_tasks,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            - task_opened   2026-02-03T10:00 item=k1 staff=olga
            - task_opened   2026-02-03T11:00 item=k2
            - task_opened   2026-02-03T12:00 item=k3
            - task_opened   2026-02-03T13:00 item=k4 staff=olga
            - task_assigned 2026-02-04T10:00 item=k2 staff=irina
            - task_closed   2026-02-05T10:00 item=k4
            - task_opened   2026-02-05T12:00 item=k5 staff=irina
            - task_closed   2026-02-06T10:00 item=k5
            - task_opened   2026-02-07T10:00 item=k5
        """,
        by="staff",
        answer={
            "value": 0.75,
            "numerator": 3,
            "denominator": 4,
            "rows": [
                {"staff": "irina", "value": 1.0, "n": 2},
                {"staff": "olga", "value": 1.0, "n": 1},
                {"staff": None, "value": 0.0, "n": 1},
            ],
        },
    ),
)

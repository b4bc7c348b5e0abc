"""Engagement: how many of the active students take part in group activities."""

from datetime import date
from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.besides import beside
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
from provodnik.metrics.learning import EVIDENCE, STUDENT, deeds, finishes, students
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ibis.expr.types import Table


def learners(t: Tables) -> "Table":
    """Active students of the period, and the group activities each joined in it.

    Active has access to a course that was opened before the period ended and was neither
    finished nor left before it began; or opened a lesson, handed in homework, finished a
    module or joined an activity in the period without any access on record. Joining once
    is taking part. An activity that names no course is one of every course the client is
    active in. Beside the share stands, as `attendance`, how many of the activities held
    an active student joined on average.

    Shape:   one row a client and course: client_id, product_id, cohort, id (entry that
             makes them active), joined (activities)
    Source:  enrolled, withdrew, course_completed, graduated, activity_joined, lesson_viewed,
             homework_submitted, homework_reviewed, module_completed
    """
    active, came = _active(t), joined(t)
    everywhere = came.filter(came.product_id.isnull()).select("client_id", "item").distinct()
    everywhere = active.select(*STUDENT).inner_join(everywhere, "client_id")
    named = came.filter(came.product_id.notnull()).select(*STUDENT, "item")
    both = named.union(everywhere.select(*STUDENT, "item"), distinct=True)
    counts = both.group_by(*STUDENT).agg(joined=both.count())
    # A client who is known by no course is joined by the client alone.
    loose = came.group_by("client_id").agg(any_joined=came.item.nunique())
    told = active.left_join(counts, list(STUDENT)).drop("client_id_right", "product_id_right")
    told = told.left_join(loose, "client_id").drop("client_id_right")
    rest = told.product_id.isnull().ifelse(told.any_joined, None)
    return told.mutate(joined=told.joined.coalesce(rest, 0)).drop("any_joined")


def joined(t: Tables) -> "Table":
    """Group activities joined in the period: id, client_id, product_id, local_at, item."""
    came = t.in_period(t.of(tables.JOINED))
    return came.select("id", *STUDENT, "local_at", "item")


def _active(t: Tables) -> "Table":
    opened = students(t)
    ended = t.of("withdrew").select(*STUDENT, ended_at="local_at")
    ended = ended.union(finishes(t).select(*STUDENT, ended_at="local_at"))
    ended = ended.group_by(*STUDENT).agg(ended_at=ended.ended_at.max())
    here = opened.left_join(ended, list(STUDENT)).drop("client_id_right", "product_id_right")
    if not t.is_whole:
        starts_at, ends_at = t.asked.starts_at.as_scalar(), t.asked.ends_at.as_scalar()
        is_over = (here.ended_at < starts_at) & (here.ended_at >= here.local_at)
        here = here.filter(here.local_at < ends_at, ~is_over.fill_null(False))
    did = t.in_period(deeds(t, *EVIDENCE, tables.JOINED))
    strangers = did.anti_join(opened, "client_id")
    strangers = strangers.group_by(*STUDENT).agg(id=strangers.id.min())
    return ibis.union(
        here.select(*STUDENT, "id", "cohort"),
        strangers.select(*STUDENT, "id", cohort=ibis.literal(None, "date")),
    )


def build(t: Tables, by: str | None) -> "Table":
    told = learners(t)
    held = joined(t).item.nunique().name("held")
    each = ["client_id"] if by is None else [column_of(by), "client_id"]
    clients = told.group_by(*each).agg(joined=told.joined.max())
    counts = {
        "n": (clients.joined > 0).sum(),
        "size": clients.count(),
        "joined": clients.joined.sum(),
    }
    if by is None:
        return clients.agg(**counts).cross_join(joined(t).agg(held=held))
    return clients.group_by(column_of(by)).agg(**counts)


def share(raw: Raw) -> Share:
    return Share(number(raw, "n"), number(raw, "size"))


def total(raw: Raw) -> Total:
    n, size = number(raw, "n"), number(raw, "size")
    attendance = beside(number(raw, "joined"), number(raw, "held") * size)
    return Total(share(raw), n, size, extra={"attendance": attendance})


def row(raw: Raw) -> "Mapping[str, Value]":
    return {
        "n": Count(number(raw, "n")),
        "size": Count(number(raw, "size")),
        "value": share(raw),
    }


def evidence(t: Tables) -> "Table":
    told = learners(t)
    came = (
        joined(t)
        .drop("product_id")
        .inner_join(told.filter(told.joined > 0).select(*STUDENT, "cohort"), "client_id")
    )
    columns = (*STUDENT, "cohort")
    return ibis.union(
        told.select("id", *columns, part=ibis.literal("active")),
        came.select("id", *columns, part=ibis.literal("joined")),
    )


DEFINITION = Definition(
    name="engagement",
    version=1,
    title="Engagement in group activities",
    formula="clients who joined at least one group activity, of active students; beside it the"
    " mean share of the activities joined",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period of the activities; active is whoever studied in it",
    source="enrolled, withdrew, course_completed, graduated, activity_joined, lesson_viewed,"
    " homework_submitted, homework_reviewed, module_completed",
    dims=("product", "cohort"),
    always_by="product",
    rule=learners,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  enrolled        2026-01-10T10:00 product=basic
            boris enrolled        2026-01-11T10:00 product=basic
            vera  enrolled        2026-01-12T10:00 product=basic
            vera  withdrew        2026-01-20T10:00 product=basic
            gleb  enrolled        2026-03-12T10:00 product=basic
            anna  activity_joined 2026-02-10T10:00 item=webinar product=basic
            anna  activity_joined 2026-02-17T10:00 item=battle
            vera  activity_joined 2026-01-15T10:00 item=webinar
        """,
        period_from=date(2026, 2, 1),
        period_to=date(2026, 3, 1),
        answer={
            "value": 0.5,
            "numerator": 1,
            "denominator": 2,
            "attendance": {"value": 0.5, "numerator": 2, "denominator": 4},
            "rows": [{"product": "basic", "n": 1, "size": 2, "value": 0.5}],
        },
    ),
)

"""Protocols: which of the meetings held ended in a protocol, and which in time."""

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
    grouped,
    number,
)
from provodnik.metrics.figures import Count, Share, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table


def protocols(t: Tables) -> "Table":
    """Meetings held in the period, each with its first protocol, sent whenever.

    A protocol names its meeting by `attrs.meeting`, else by its own `item`, as the meeting
    is named by its `item` or external id. In time is by the end of the next working day of
    the school's calendar: Friday's protocol is due on Monday, and one sent on the Sunday
    between is early.

    Shape:   one row a meeting: id, month, week, format, protocol_id (or null), is_in_time
    Source:  meeting_held (attrs.format), protocol_sent (attrs.meeting)
    """
    found = meetings.held(t)
    sent = t.entries.filter(t.entries.event == meetings.SENT)
    sent = sent.select(
        protocol_id=sent.id,
        sent_at=sent.happened_at,
        sent_on=sent.local_at.date(),
        name=sent.attr_meeting.coalesce(sent.item),
    )
    after = found.left_join(
        sent,
        [
            found.name == sent.name,
            sent.sent_at >= found.held_at,
            (sent.sent_at < found.next_held_at) | found.next_held_at.isnull(),
        ],
    )
    columns = ("id", "day", "month", "week", "format")
    first = after.group_by(columns).agg(
        sent_on=after.sent_on.min(), protocol_id=after.protocol_id.argmin(after.sent_at)
    )
    return _in_time(t, first)


def _in_time(t: Tables, first: "Table") -> "Table":
    """No more working days before the day of sending than up to the meeting's own day."""
    on, due = t.work_days.view(), t.work_days.view()
    of_meeting = first.left_join(on, first.day == on.day)
    of_meeting = of_meeting.select(
        *first.columns, days_by_then=of_meeting.days_before + of_meeting.is_working.cast("int64")
    )
    of_sending = of_meeting.left_join(due, of_meeting.sent_on == due.day)
    is_in_time = of_sending.days_before <= of_sending.days_by_then
    return of_sending.select(
        "id", "month", "week", "format", "protocol_id", is_in_time=is_in_time.fill_null(False)
    )


def build(t: Tables, by: str | None) -> "Table":
    told = protocols(t)
    return grouped(
        told,
        by,
        n=told.count(),
        sent=told.protocol_id.count(),
        in_time=told.is_in_time.sum(),
    )


def _shares(raw: Raw) -> tuple[Share, Share]:
    n = number(raw, "n")
    return Share(number(raw, "sent"), n), Share(number(raw, "in_time"), n)


def total(raw: Raw) -> Total:
    sent, in_time = _shares(raw)
    told = {"value": in_time.json(), "numerator": number(raw, "in_time")}
    return Total(
        sent,
        number(raw, "sent"),
        number(raw, "n"),
        extra={"in_time": {**told, "denominator": number(raw, "n")}},
    )


def row(raw: Raw) -> Mapping[str, Value]:
    sent, in_time = _shares(raw)
    return {"value": sent, "n": Count(number(raw, "n")), "in_time": in_time}


def evidence(t: Tables) -> "Table":
    told = protocols(t)
    columns = ("month", "week", "format")
    with_protocol = told.filter(told.protocol_id.notnull())
    return ibis.union(
        told.select(
            "id", *columns, part=told.protocol_id.notnull().ifelse("with_protocol", "without")
        ),
        with_protocol.select(
            *columns,
            id=with_protocol.protocol_id,
            part=with_protocol.is_in_time.ifelse("in_time", "late"),
        ).select("id", *columns, "part"),
    )


DEFINITION = Definition(
    name="protocol_share",
    version=1,
    title="Meetings with a protocol",
    formula="held meetings with a sent protocol, of held meetings; beside it those whose protocol"
    " was sent by the end of the next working day",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period in which the meeting was held; the protocol may come later",
    source="meeting_held, protocol_sent",
    dims=("month", "week", "format"),
    rule=protocols,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    working_time_of=(meetings.HELD, meetings.SENT),
    example=Example(
        journal="""
            - meeting_held  2026-02-06T12:00 item=m1 format=weekly
            - protocol_sent 2026-02-09T18:00 meeting=m1
            - meeting_held  2026-02-10T12:00 item=m2 format=weekly
            - protocol_sent 2026-02-12T09:00 meeting=m2
            - meeting_held  2026-02-11T12:00 item=m3 format=training
            - meeting_held  2026-02-12T12:00 item=m4 format=training
            - protocol_sent 2026-02-12T13:00 item=m4
        """,
        by="format",
        answer={
            "value": 0.75,
            "numerator": 3,
            "denominator": 4,
            "in_time": {"value": 0.5, "numerator": 2, "denominator": 4},
            "rows": [
                {"format": "training", "value": 0.5, "n": 2, "in_time": 0.5},
                {"format": "weekly", "value": 1.0, "n": 2, "in_time": 0.5},
            ],
        },
    ),
)

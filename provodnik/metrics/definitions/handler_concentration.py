"""Handler concentration: how much of the service hangs on one person."""

from collections.abc import Mapping
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
from provodnik.metrics.tickets import ANSWERED, entries_of, first_answers, with_labels

if TYPE_CHECKING:
    from ibis.expr.types import Table


def handled(t: Tables) -> "Table":
    """Answered tickets of the period, each with the person who answered it first.

    A ticket is its first human answerer's, whoever joined later. Answers that name nobody
    are tickets like any other but make nobody the busiest.

    Shape:   one row a ticket: item, week, month, staff_id (or null)
    Source:  ticket_opened, ticket_answered (attrs.auto)
    """
    return with_labels(t, first_answers(t), ANSWERED)


def build(t: Tables, by: str | None) -> "Table":
    tickets = handled(t)
    if by == "staff":
        each = tickets.group_by("staff_id").agg(busiest=tickets.count())
        return each.mutate(n=each.busiest.sum().over(ibis.window()))
    keys = ["staff_id"] if by is None else [by, "staff_id"]
    each = tickets.group_by(keys).agg(tickets=tickets.count())
    counts = {
        "busiest": each.tickets.max(where=each.staff_id.notnull()),
        "n": each.tickets.sum(),
    }
    return each.agg(**counts) if by is None else each.group_by(by).agg(**counts)


def share(raw: Raw) -> Share:
    return Share(number(raw, "busiest"), number(raw, "n"))


def total(raw: Raw) -> Total:
    return Total(share(raw), number(raw, "busiest"), number(raw, "n"))


def row(raw: Raw) -> Mapping[str, Value]:
    return {"value": share(raw), "tickets": Count(number(raw, "busiest")), "n": _all(raw)}


def _all(raw: Raw) -> Count:
    return Count(number(raw, "n"))


def evidence(t: Tables) -> "Table":
    return entries_of(t, first_answers(t), ANSWERED)


DEFINITION = Definition(
    name="handler_concentration",
    version=1,
    title="Tickets of the busiest person",
    formula="tickets first answered by the person who answered most, of all answered tickets",
    unit=Unit.SHARE,
    direction=Direction.DOWN,
    window="the period in which the ticket was opened; a week by habit",
    source="ticket_opened, ticket_answered",
    dims=("staff", "week", "month"),
    rule=handled,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  ticket_opened   2026-02-03T10:00 item=t1
            anna  ticket_answered 2026-02-03T10:01 item=t1 auto=true
            anna  ticket_answered 2026-02-03T13:30 item=t1 staff=olga
            anna  ticket_answered 2026-02-03T14:30 item=t1 staff=irina
            boris ticket_opened   2026-02-04T10:00 item=t2
            boris ticket_answered 2026-02-04T16:00 item=t2 staff=olga
            vera  ticket_opened   2026-02-06T18:00 item=t3
            vera  ticket_answered 2026-02-09T11:00 item=t3 staff=irina
            clara ticket_opened   2026-02-10T11:00 item=t4
            clara ticket_answered 2026-02-10T12:00 item=t4
        """,
        by="staff",
        answer={
            "value": 0.5,
            "numerator": 2,
            "denominator": 4,
            "rows": [
                {"staff": "irina", "value": 0.25, "tickets": 1, "n": 4},
                {"staff": "olga", "value": 0.5, "tickets": 2, "n": 4},
                {"staff": None, "value": 0.25, "tickets": 1, "n": 4},
            ],
        },
    ),
)

"""First response: how long a student waits for the first answer of a person."""

from provodnik.metrics.definition import Definition, Direction, Example, Unit
from provodnik.metrics.tickets import (
    ANSWERED,
    DIMS,
    OPENED,
    TicketTime,
    first_answers,
    row,
    total,
)

_TIME = TicketTime(first_answers, ANSWERED)

DEFINITION = Definition(
    name="first_response",
    version=1,
    title="First response",
    formula="from the opening of a ticket to the first answer of a person, by the clock and in"
    " the working hours of the school's calendar: mean, median, 90th percentile, longest",
    unit=Unit.HOURS,
    direction=Direction.DOWN,
    window="the period in which the ticket was opened; the answer may come later",
    source="ticket_opened, ticket_answered",
    dims=DIMS,
    rule=first_answers,
    build=_TIME.build,
    total=total,
    row=row,
    evidence=_TIME.evidence,
    working_time_of=(OPENED, ANSWERED),
    example=Example(
        journal="""
            anna  ticket_opened   2026-02-06T18:00 item=t1
            anna  ticket_answered 2026-02-06T18:01 item=t1 auto=true
            anna  ticket_answered 2026-02-09T11:00 item=t1 staff=olga
            anna  ticket_answered 2026-02-09T12:00 item=t1 staff=olga
            boris ticket_opened   2026-02-10T10:00 item=t2
            boris ticket_answered 2026-02-10T14:00 item=t2 staff=irina
            vera  ticket_opened   2026-02-10T12:00 item=t3
        """,
        by="item",
        answer={
            "value": {
                "calendar": {"n": 2, "mean": 34.5, "median": 34.5, "p90": 58.9, "max": 65.0},
                "working": {"n": 2, "mean": 3.0, "median": 3.0, "p90": 3.8, "max": 4.0},
            },
            "rows": [
                {"item": "t1", "calendar": 65.0, "working": 2.0},
                {"item": "t2", "calendar": 4.0, "working": 4.0},
            ],
        },
    ),
)

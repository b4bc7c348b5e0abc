"""Resolution: how long a ticket lives until it is resolved for good."""

from provodnik.metrics.definition import Definition, Direction, Example, Unit
from provodnik.metrics.tickets import (
    DIMS,
    OPENED,
    RESOLVED,
    TicketTime,
    last_resolutions,
    row,
    total,
)

_TIME = TicketTime(last_resolutions, RESOLVED)

DEFINITION = Definition(
    name="resolution",
    version=1,
    title="Time to resolution",
    formula="from the opening of a ticket to its last resolution, by the clock and in the working"
    " hours of the school's calendar: mean, median, 90th percentile, longest",
    unit=Unit.HOURS,
    direction=Direction.DOWN,
    window="the period in which the ticket was opened; the resolution may come later",
    source="ticket_opened, ticket_resolved",
    dims=DIMS,
    rule=last_resolutions,
    build=_TIME.build,
    total=total,
    row=row,
    evidence=_TIME.evidence,
    working_time_of=(OPENED, RESOLVED),
    example=Example(
        journal="""
            anna  ticket_opened   2026-02-06T18:00 item=t1 priority=P2
            anna  ticket_resolved 2026-02-07T12:00 item=t1 staff=olga
            anna  ticket_reopened 2026-02-09T09:00 item=t1
            anna  ticket_resolved 2026-02-09T12:00 item=t1 staff=irina
            boris ticket_opened   2026-02-10T10:00 item=t2 priority=P1
            boris ticket_resolved 2026-02-10T11:00 item=t2 staff=irina
            vera  ticket_opened   2026-02-10T12:00 item=t3 priority=P1
        """,
        by="item",
        answer={
            "value": {
                "calendar": {"n": 2, "mean": 33.5, "median": 33.5, "p90": 59.5, "max": 66.0},
                "working": {"n": 2, "mean": 2.0, "median": 2.0, "p90": 2.8, "max": 3.0},
            },
            "rows": [
                {"item": "t1", "calendar": 66.0, "working": 3.0},
                {"item": "t2", "calendar": 1.0, "working": 1.0},
            ],
        },
    ),
)

"""SLA deviation: how far the mean first response runs over what was promised."""

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
    composite,
    grouped,
    number,
)
from provodnik.metrics.figures import Hours, Share, Value, value_json
from provodnik.metrics.tables import Tables
from provodnik.metrics.tickets import (
    ANSWERED,
    MICROSECONDS,
    OPENED,
    entries_of,
    first_answers,
    mean_hours,
    timed,
    with_labels,
)

if TYPE_CHECKING:
    from ibis.expr.types import Table

PROMISED, OWN, OVER = "first_response_hours", "department_response_hours", "response_over_percent"
_HOUR_US = 3600 * MICROSECONDS


def overruns(t: Tables, by: str | None) -> "Table":
    """Answered tickets of the period, each with how long its answer took in working time.

    The promise and the department's own goal are numbers of the method, in working hours.
    A ticket answered exactly in time is in time; one that nobody has answered yet is not
    counted. More than the allowed percentage above the promise calls for help: exactly
    that much does not.

    Shape:   one row a ticket: item, week, month, staff_id, working_us, promised_us, own_us
    Units:   microseconds of working time
    Source:  ticket_opened, ticket_answered (attrs.auto)
    """
    answered = first_answers(t)
    if by == "staff":
        answered = with_labels(t, answered, ANSWERED)
    waited = timed(t, answered)
    waited = waited.filter(waited.working_us.notnull())
    return waited.mutate(
        promised_us=t.setting(PROMISED) * _HOUR_US,
        own_us=t.setting(OWN) * _HOUR_US,
        over=t.setting(OVER),
    )


def build(t: Tables, by: str | None) -> "Table":
    waited = overruns(t, by)
    return grouped(
        waited,
        by,
        n=waited.count(),
        total_us=waited.working_us.sum(),
        promised_us=waited.promised_us.max(),
        over=waited.over.max(),
        late=(waited.working_us > waited.promised_us).sum(),
        late_own=(waited.working_us > waited.own_us).sum(),
    )


def figures(raw: Raw) -> Mapping[str, Share]:
    n = number(raw, "n")
    promised = number(raw, "promised_us")
    over = Fraction(number(raw, "total_us"), promised) - n if promised else 0
    return {
        "deviation": Share(over, n),
        "breached_share": Share(number(raw, "late"), n),
        "department_breached_share": Share(number(raw, "late_own"), n),
    }


def exceeds(deviation: Share, over_percent: float) -> bool:
    """Whether the overrun is more than allowed: 20.0 of 20 percent is not."""
    return deviation.number is not None and deviation.number > Fraction(over_percent) / 100


def mean(raw: Raw) -> Hours | None:
    return mean_hours(number(raw, "total_us"), number(raw, "n"))


def total(raw: Raw) -> Total:
    told, took = figures(raw), mean(raw)
    over = raw["over"]
    return Total(
        told,
        number(raw, "late"),
        number(raw, "n"),
        extra={
            "mean": value_json(took),
            "exceeded": isinstance(over, float) and exceeds(told["deviation"], over),
        },
    )


def row(raw: Raw) -> Mapping[str, Value]:
    return {**composite(figures(raw), number(raw, "n")), "mean": mean(raw)}


def evidence(t: Tables) -> "Table":
    return entries_of(t, first_answers(t), ANSWERED)


DEFINITION = Definition(
    name="sla_deviation",
    version=1,
    title="Deviation from the promised response",
    formula="mean first response in working hours minus the promised one, of the promised one;"
    " beside it the shares of tickets answered later than promised and than the department's"
    " own goal",
    unit=Unit.SHARE,
    direction=Direction.DOWN,
    window="the period in which the ticket was opened; a week by habit",
    source="ticket_opened, ticket_answered",
    dims=("week", "month", "staff"),
    rule=overruns,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    working_time_of=(OPENED, ANSWERED),
    settings=(PROMISED, OWN, OVER),
    example=Example(
        journal="""
            anna  ticket_opened   2026-02-03T10:00 item=t1
            anna  ticket_answered 2026-02-03T13:30 item=t1 staff=olga
            boris ticket_opened   2026-02-04T10:00 item=t2
            boris ticket_answered 2026-02-04T16:00 item=t2 staff=olga
            vera  ticket_opened   2026-02-06T18:00 item=t3
            vera  ticket_answered 2026-02-09T11:00 item=t3 staff=irina
            clara ticket_opened   2026-02-10T11:00 item=t4
        """,
        by="staff",
        answer={
            "value": {
                "deviation": -0.041666666667,
                "breached_share": 0.333333333333,
                "department_breached_share": 0.666666666667,
            },
            "numerator": 1,
            "denominator": 3,
            "mean": 3.833333,
            "exceeded": False,
            "rows": [
                {
                    "staff": "irina",
                    "deviation": -0.5,
                    "breached_share": 0.0,
                    "department_breached_share": 0.0,
                    "value": {
                        "deviation": -0.5,
                        "breached_share": 0.0,
                        "department_breached_share": 0.0,
                    },
                    "n": 1,
                    "mean": 2.0,
                },
                {
                    "staff": "olga",
                    "deviation": 0.1875,
                    "breached_share": 0.5,
                    "department_breached_share": 1.0,
                    "value": {
                        "deviation": 0.1875,
                        "breached_share": 0.5,
                        "department_breached_share": 1.0,
                    },
                    "n": 2,
                    "mean": 4.75,
                },
            ],
        },
    ),
)

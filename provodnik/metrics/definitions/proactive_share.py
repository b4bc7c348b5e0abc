"""Proactive touches: how often the department comes first, with something useful."""

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
from provodnik.metrics.touches import active_clients, made

if TYPE_CHECKING:
    from ibis.expr.types import Table


def touches(t: Tables) -> "Table":
    """Touches of the period with their clients, and active clients nobody touched.

    A touch is proactive where its entry says so: ours, planned, with a benefit. An answer
    to a message is no touch, and a touch that only goes on with an earlier one is not
    proactive. An active client has access to a product on some day of the period.

    Shape:   one row a client: touches, proactive, is_active
    Source:  touch_made (attrs.proactive); enrolled, withdrew, course_completed, graduated
    """
    found = made(t)
    each = found.group_by("client_id").agg(
        touches=found.count(), proactive=found.is_proactive.sum()
    )
    active = active_clients(t).mutate(is_active=True).rename(active_id="client_id")
    joined = each.outer_join(active, each.client_id == active.active_id)
    return joined.select(
        touches=joined.touches.fill_null(0),
        proactive=joined.proactive.fill_null(0),
        is_active=joined.is_active.fill_null(False),
    )


def build(t: Tables, by: str | None) -> "Table":
    if by is None:
        clients = touches(t)
        return clients.agg(
            n=clients.touches.sum(),
            proactive=clients.proactive.sum(),
            active=clients.is_active.sum(),
            reached=(clients.is_active & (clients.proactive > 0)).sum(),
        )
    found = made(t)
    return grouped(
        found,
        by,
        n=found.count(),
        proactive=found.is_proactive.sum(),
        clients=found.client_id.nunique(where=found.is_proactive),
    )


def share(raw: Raw) -> Share:
    return Share(number(raw, "proactive"), number(raw, "n"))


def total(raw: Raw) -> Total:
    reached = Share(number(raw, "reached"), number(raw, "active"))
    of_clients = {
        "value": reached.json(),
        "numerator": number(raw, "reached"),
        "denominator": number(raw, "active"),
    }
    return Total(
        share(raw), number(raw, "proactive"), number(raw, "n"), extra={"of_clients": of_clients}
    )


def row(raw: Raw) -> Mapping[str, Value]:
    return {
        "value": share(raw),
        "n": Count(number(raw, "n")),
        "clients": Count(number(raw, "clients")),
    }


def evidence(t: Tables) -> "Table":
    found = made(t)
    part = found.is_proactive.ifelse("proactive", "reactive")
    return found.select("id", "client_id", "staff_id", "week", "month", part=part)


DEFINITION = Definition(
    name="proactive_share",
    version=1,
    title="Share of proactive touches",
    formula="proactive touches, of all touches; beside it active clients with a proactive touch,"
    " of active clients",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period in which the touch was made; a week by habit",
    source="touch_made, enrolled, withdrew, course_completed, graduated",
    dims=("week", "month", "staff"),
    rule=touches,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  enrolled   2026-02-02T10:00 product=basic
            boris enrolled   2026-02-02T10:00 product=basic
            clara enrolled   2026-02-02T10:00 product=basic
            anna  touch_made 2026-02-03T10:00 proactive=true  staff=olga
            anna  touch_made 2026-02-04T10:00 proactive=false staff=olga
            boris touch_made 2026-02-04T11:00 proactive=false staff=irina
            vera  touch_made 2026-02-10T10:00 proactive=true  staff=irina
            clara message_sent 2026-02-10T11:00
        """,
        by="week",
        answer={
            "value": 0.5,
            "numerator": 2,
            "denominator": 4,
            "of_clients": {"value": 0.333333333333, "numerator": 1, "denominator": 3},
            "rows": [
                {"week": "2026-02-02", "value": 0.333333333333, "n": 3, "clients": 1},
                {"week": "2026-02-09", "value": 1.0, "n": 1, "clients": 1},
            ],
        },
    ),
)

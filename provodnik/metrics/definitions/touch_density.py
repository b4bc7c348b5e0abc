"""Touch density: how many touches a client gets in a week."""

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
from provodnik.metrics.figures import Count, Score, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables
from provodnik.metrics.touches import made

if TYPE_CHECKING:
    from ibis.expr.types import Table

_DAYS_A_WEEK = 7


def led(t: Tables) -> "Table":
    """Clients touched in the period, and over how many weeks.

    A client's weeks, Monday to Sunday, go from the week of the first touch in the period
    to the last week of the period in which anybody was touched, so that silence after the
    first touch counts. A client nobody touched is not in it: who was forgotten is a list,
    not a mean.

    Shape:   one row a client: client_id, touches, weeks, monday (of the first touch)
    Source:  touch_made
    """
    found = made(t)
    each = found.group_by("client_id").agg(
        touches=found.count(), monday=found.monday.min(), latest=found.monday.max()
    )
    last = each.latest.max().over(ibis.window())
    each = each.mutate(last=last)
    days = each.last.delta(each.monday, unit="day")
    return each.select("client_id", "touches", "monday", weeks=days // _DAYS_A_WEEK + 1)


def build(t: Tables, by: str | None) -> "Table":
    if by == "week":
        return _weeks(t)
    clients = led(t)
    if by == "client":
        return clients.select("client_id", "touches", "weeks", clients=1)
    return clients.agg(
        touches=clients.touches.sum(), weeks=clients.weeks.sum(), clients=clients.count()
    )


def _weeks(t: Tables) -> "Table":
    """Touches of each week, over the clients that were being led by then."""
    found = made(t)
    first = found.group_by("client_id").agg(monday=found.monday.min())
    newcomers = first.group_by("monday").agg(newcomers=first.count())
    each = found.group_by("monday", "week").agg(touches=found.count())
    joined = each.left_join(newcomers, "monday")
    so_far = ibis.window(order_by=joined.monday, preceding=None, following=0)
    count = joined.newcomers.fill_null(0).sum().over(so_far)
    return joined.select("week", "touches", weeks=count, clients=count)


def _density(raw: Raw) -> Score | None:
    weeks = number(raw, "weeks")
    return Score(Fraction(number(raw, "touches"), weeks)) if weeks else None


def total(raw: Raw) -> Total:
    return Total(
        _density(raw),
        number(raw, "touches"),
        number(raw, "weeks"),
        extra={"clients": number(raw, "clients")},
    )


def row(raw: Raw) -> Mapping[str, Value]:
    return {
        "value": _density(raw),
        "touches": Count(number(raw, "touches")),
        "n": Count(number(raw, "weeks")),
    }


def evidence(t: Tables) -> "Table":
    found = made(t)
    return found.select("id", "client_id", "week", part=ibis.literal("touches"))


DEFINITION = Definition(
    name="touch_density",
    version=1,
    title="Touches a client a week",
    formula="touches, of weeks of the clients touched",
    unit=Unit.COUNT,
    direction=Direction.NEITHER,
    window="the period in which the touch was made, by weeks",
    source="touch_made",
    dims=("week", "client"),
    rule=led,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  touch_made 2026-02-03T10:00
            anna  touch_made 2026-02-04T10:00
            anna  touch_made 2026-02-10T10:00
            boris touch_made 2026-02-11T10:00
            boris touch_made 2026-02-12T10:00
            anna  touch_made 2026-02-24T10:00
        """,
        by="week",
        answer={
            "value": 0.857143,
            "numerator": 6,
            "denominator": 7,
            "clients": 2,
            "rows": [
                {"week": "2026-02-02", "value": 2.0, "touches": 2, "n": 1},
                {"week": "2026-02-09", "value": 1.5, "touches": 3, "n": 2},
                {"week": "2026-02-23", "value": 0.5, "touches": 1, "n": 2},
            ],
        },
    ),
)

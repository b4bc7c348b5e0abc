"""Days to the first win: how soon a client has something confirmed to show."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from provodnik.metrics import tables
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
from provodnik.metrics.figures import Count, Score, Share, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

WON = "win_confirmed"
STARTING = ("enrolled", tables.PAID)


def starts(t: Tables) -> "Table":
    """Clients who began in the period, each with the first confirmed win, whenever it came.

    A client begins with the first access to a product or the first payment, whichever came
    first. Days are those between the two dates of the school's calendar; a win confirmed
    before the beginning took none. Clients without a win are in the share beside the mean.

    Shape:   one row a client: client_id, cohort (month of the beginning), days (or null)
    Source:  enrolled, payment_received, win_confirmed
    """
    totals = t.client_totals
    clients = totals.group_by("client_id").agg(
        begun_at=totals.first_local_at.min(where=totals.event.isin(STARTING)),
        won_at=totals.first_local_at.min(where=totals.event == WON),
    )
    begun = t.in_period(clients.filter(clients.begun_at.notnull()), "begun_at")
    days = begun.won_at.date().delta(begun.begun_at.date(), unit="day")
    return begun.select(
        "client_id",
        cohort=begun.begun_at.truncate("M").date(),
        days=begun.won_at.isnull().ifelse(ibis.null("int64"), ibis.greatest(days, 0)),
    )


def build(t: Tables, by: str | None) -> "Table":
    begun = starts(t)
    if by == "client":
        begun = begun.filter(begun.days.notnull())
    return grouped(
        begun,
        by,
        n=begun.days.count(),
        days=begun.days.sum(),
        median=begun.days.quantile(0.5),
        begun=begun.count(),
    )


def figures(raw: Raw) -> Mapping[str, Value]:
    n, median = number(raw, "n"), raw["median"]
    return {
        "mean": Score(Fraction(number(raw, "days"), n)) if n else None,
        "median": Score(Fraction(median)) if isinstance(median, int | float) else None,
        "n": Count(n),
        "won_share": Share(n, number(raw, "begun")),
    }


def total(raw: Raw) -> Total:
    return Total(figures(raw), number(raw, "days"), number(raw, "n"))


def row(raw: Raw) -> Mapping[str, Value]:
    told = figures(raw)
    return {"value": told["mean"], **told}


def evidence(t: Tables) -> "Table":
    begun = starts(t)
    begun = begun.filter(begun.days.notnull())
    entries = t.of(*STARTING, WON).select("id", "client_id", "event", "happened_at")
    first = ibis.window(
        group_by=["client_id", entries.event == WON], order_by=["happened_at", "id"]
    )
    entries = entries.mutate(nth=ibis.row_number().over(first))
    told = entries.filter(entries.nth == 0).inner_join(begun, "client_id")
    part = (told.event == WON).ifelse("won", "begun")
    return told.select("id", "client_id", "cohort", part=part)


DEFINITION = Definition(
    name="days_to_first_win",
    version=1,
    title="Days to the first win",
    formula="days from the beginning to the first confirmed win: mean and median; beside them"
    " clients with a win, of clients who began",
    unit=Unit.DAYS,
    direction=Direction.DOWN,
    window="the period in which they began; the win may come later",
    source="enrolled, payment_received, win_confirmed",
    dims=("cohort", "client"),
    rule=starts,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  enrolled         2026-01-10T20:00 product=basic
            anna  win_confirmed    2026-01-20T09:00
            anna  win_confirmed    2026-02-20T09:00
            boris payment_received 2026-01-11T10:00 value=500 item=1
            boris enrolled         2026-01-15T10:00 product=basic
            boris win_confirmed    2026-01-31T10:00
            vera  enrolled         2026-02-10T10:00 product=basic
            clara win_confirmed    2026-02-10T10:00
        """,
        by="cohort",
        answer={
            "value": {"mean": 15.0, "median": 15.0, "n": 2, "won_share": 0.666666666667},
            "numerator": 30,
            "denominator": 2,
            "rows": [
                {
                    "cohort": "2026-01",
                    "value": 15.0,
                    "mean": 15.0,
                    "median": 15.0,
                    "n": 2,
                    "won_share": 1.0,
                },
                {
                    "cohort": "2026-02",
                    "value": None,
                    "mean": None,
                    "median": None,
                    "n": 0,
                    "won_share": 0.0,
                },
            ],
        },
    ),
)

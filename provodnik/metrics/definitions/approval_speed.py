"""Approval speed: how long key steps wait for a decision."""

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
from provodnik.metrics.figures import Count, Json, Value, value_json
from provodnik.metrics.lazy import ibis
from provodnik.metrics.moments import told_at
from provodnik.metrics.tables import Tables
from provodnik.metrics.tickets import hours, mean_hours
from provodnik.metrics.working import with_worked

if TYPE_CHECKING:
    from ibis.expr.types import Table

REQUESTED, DECIDED = "decision_requested", "decision_made"


def approvals(t: Tables) -> "Table":
    """Requests of the period that were decided, each with its first decision.

    Silence that counts as consent is a decision at its deadline, marked tacit: it is in
    the mean and told apart beside it. Requests nobody has decided yet are left out. The
    period and the month are those of the request.

    Shape:   one row a request: item, requested_at, decided_at, is_tacit, month,
             working_us (microseconds of working time)
    Source:  decision_requested, decision_made (attrs.tacit)
    """
    entries = t.entries.filter(t.entries.event.isin((REQUESTED, DECIDED)))
    is_request, is_decision = entries.event == REQUESTED, entries.event == DECIDED
    is_tacit = is_decision & entries.attr_tacit.fill_null(False)
    known = (
        entries.filter(entries.item.notnull())
        .group_by("item")
        .agg(
            requested_at=entries.happened_at.min(where=is_request),
            requested_local_at=entries.local_at.min(where=is_request),
            decided_at=entries.happened_at.min(where=is_decision),
            spoken_at=entries.happened_at.min(where=is_decision & ~is_tacit),
        )
    )
    chosen = t.in_period(
        known.filter(known.requested_at.notnull(), known.decided_at.notnull()),
        "requested_local_at",
    )
    chosen = chosen.select(
        "item",
        "requested_at",
        "decided_at",
        is_tacit=chosen.spoken_at.isnull() | (chosen.spoken_at > chosen.decided_at),
        month=chosen.requested_local_at.truncate("M").date(),
    )
    table = with_worked(t, chosen, before_request="requested_at", before_decision="decided_at")
    return table.select(
        *chosen.columns,
        working_us=ibis.greatest(table.before_decision - table.before_request, 0),
    )


def _with_who(t: Tables, decided: "Table") -> "Table":
    """Requests with who decided them, and the ids of the two entries."""
    asked = told_at(t.entries.filter(t.entries.event == REQUESTED), decided, "requested_at", ())
    told = told_at(
        t.entries.filter(t.entries.event == DECIDED), decided, "decided_at", ("staff_id",)
    )
    joined = decided.inner_join(asked.rename(request_id="told_id"), "item")
    return joined.inner_join(told.rename(decision_id="told_id"), "item")


def build(t: Tables, by: str | None) -> "Table":
    decided = approvals(t)
    if by == "staff":
        decided = _with_who(t, decided)
    took, is_tacit = decided.working_us, decided.is_tacit
    return grouped(
        decided,
        by,
        n=took.count(),
        total_us=took.sum(),
        median_us=took.quantile(0.5),
        tacit=took.count(where=is_tacit),
        tacit_us=took.sum(where=is_tacit),
    )


def _parts(raw: Raw) -> tuple[Value, Mapping[str, Value]]:
    n, tacit = number(raw, "n"), number(raw, "tacit")
    total_us, tacit_us = number(raw, "total_us"), number(raw, "tacit_us")
    beside: Mapping[str, Value] = {
        "n": Count(n),
        "median": hours(raw["median_us"]),
        "spoken": mean_hours(total_us - tacit_us, n - tacit),
        "tacit": mean_hours(tacit_us, tacit),
        "tacit_n": Count(tacit),
    }
    return mean_hours(total_us, n), beside


def total(raw: Raw) -> Total:
    mean, beside = _parts(raw)
    extra: dict[str, Json] = {name: value_json(value) for name, value in beside.items()}
    return Total(mean, None, number(raw, "n"), extra=extra)


def row(raw: Raw) -> Mapping[str, Value]:
    mean, beside = _parts(raw)
    return {"value": mean, **beside}


def evidence(t: Tables) -> "Table":
    told = _with_who(t, approvals(t))
    columns = ("item", "month", "staff_id")
    part = told.is_tacit.ifelse("tacit", "spoken")
    return ibis.union(
        told.select(*columns, id=told.request_id, part=ibis.literal("requested")),
        told.select(*columns, id=told.decision_id, part=part),
    )


DEFINITION = Definition(
    name="approval_speed",
    version=1,
    title="Speed of approvals",
    formula="mean working time from a request for a decision to the decision; tacit ones at their"
    " deadline, told apart beside it",
    unit=Unit.HOURS,
    direction=Direction.DOWN,
    window="the period in which the decision was requested; it may come later",
    source="decision_requested, decision_made",
    dims=("month", "staff"),
    rule=approvals,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    working_time_of=(REQUESTED, DECIDED),
    example=Example(
        journal="""
            - decision_requested 2026-02-03T10:00 item=landing
            - decision_made      2026-02-03T16:00 item=landing staff=olga
            - decision_requested 2026-02-06T17:00 item=budget
            - decision_made      2026-02-09T12:00 item=budget  staff=irina
            - decision_requested 2026-02-10T12:00 item=text
            - decision_made      2026-02-11T14:00 item=text tacit=true
            - decision_made      2026-02-12T14:00 item=text staff=olga
            - decision_requested 2026-02-12T14:00 item=logo
        """,
        by="month",
        answer={
            "value": 7.0,
            "numerator": None,
            "denominator": 3,
            "n": 3,
            "median": 6.0,
            "spoken": 5.0,
            "tacit": 11.0,
            "tacit_n": 1,
            "rows": [
                {
                    "month": "2026-02",
                    "value": 7.0,
                    "n": 3,
                    "median": 6.0,
                    "spoken": 5.0,
                    "tacit": 11.0,
                    "tacit_n": 1,
                }
            ],
        },
    ),
)

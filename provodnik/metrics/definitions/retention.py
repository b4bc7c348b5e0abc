"""Retention: how many of those under contract when a period began still were when it ended."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from provodnik.metrics import contracts
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
from provodnik.metrics.learning import coordinators
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table


def build(t: Tables, by: str | None) -> "Table":
    """Clients under contract at the beginning, and those of them under contract at the end.

    Under contract is who has access to a product that is neither left nor finished, a paid term
    of a subscription or a written contract. Newcomers of the period are left out; who
    left and came back before the end is kept. Who is on pause at the end is kept and
    shown. The beginning of all of history had nobody; ask for a period, usually a quarter.
    A person's clients are those they coordinate now.

    Shape:   one row, or one a quarter, product or person: n (at the beginning), kept, paused
             (of kept)
    Units:   clients
    Source:  enrolled, withdrew, course_completed, graduated, subscription_paid,
             contract_started, contract_paused, contract_resumed, contract_ended,
             coordinator_assigned
    """
    stood = contracts.standing(t, by)
    stood = led(t, stood) if by == "staff" else stood
    counts = {
        "n": stood.count(),
        "kept": stood.is_kept.sum(),
        "paused": (stood.is_kept & stood.is_paused).sum(),
    }
    return stood.agg(**counts) if by is None else stood.group_by(column_of(by)).agg(**counts)


def led(t: Tables, stood: "Table") -> "Table":
    """The same clients, each with who coordinates them."""
    joined = stood.left_join(coordinators(t), "client_id")
    return joined.select(*stood.columns, staff_id=joined.assigned_id)


def share(raw: Raw) -> Share:
    return Share(number(raw, "kept"), number(raw, "n"))


def total(raw: Raw) -> Total:
    paused = number(raw, "paused")
    return Total(share(raw), number(raw, "kept"), number(raw, "n"), extra={"paused": paused})


def row(raw: Raw) -> Mapping[str, Value]:
    return {
        "value": share(raw),
        "n": Count(number(raw, "n")),
        "kept": Count(number(raw, "kept")),
        "paused": Count(number(raw, "paused")),
    }


def evidence(t: Tables) -> "Table":
    stood = led(t, contracts.standing(t, "product"))
    part = stood.is_kept.ifelse("kept", "lost")
    return stood.select("id", "client_id", "product_id", "quarter", "staff_id", part=part)


DEFINITION = Definition(
    name="retention",
    version=1,
    title="Retention of clients",
    formula="clients under contract when the period begins and when it ends, of clients under"
    " contract when it begins",
    unit=Unit.SHARE,
    direction=Direction.UP,
    window="the period asked about, usually a quarter; each row's quarter is a period of its own",
    source=f"{contracts.SOURCE}, coordinator_assigned",
    dims=("quarter", "product", "staff"),
    rule=build,
    build=build,
    total=total,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  enrolled          2025-12-01T10:00 product=basic
            boris enrolled          2025-12-01T10:00 product=basic
            boris withdrew          2026-02-01T10:00 product=basic
            vera  contract_started  2025-12-01T10:00 item=7
            vera  contract_paused   2026-03-01T10:00 item=7
            gleb  subscription_paid 2025-12-20T10:00 value=900 product=club item=1 days=30
            gleb  subscription_paid 2026-01-19T10:00 value=900 product=club item=2 days=30
            dina  enrolled          2026-01-15T10:00 product=basic
            anna  lesson_viewed     2026-03-31T10:00 item=1
        """,
        period_from=date(2026, 1, 1),
        period_to=date(2026, 4, 1),
        by="quarter",
        answer={
            "value": 0.5,
            "numerator": 2,
            "denominator": 4,
            "paused": 1,
            "rows": [{"quarter": "2026-Q1", "value": 0.5, "n": 4, "kept": 2, "paused": 1}],
        },
    ),
)

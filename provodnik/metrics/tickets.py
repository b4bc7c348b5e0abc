"""Tickets as the journal tells them: when one was opened, first answered, last resolved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from provodnik.metrics.definition import Raw, Total, grouped, number
from provodnik.metrics.figures import Count, Figure, Hours, Value
from provodnik.metrics.lazy import ibis
from provodnik.metrics.moments import told_at, week_of
from provodnik.metrics.tables import Tables
from provodnik.metrics.working import elapsed_us, with_worked

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, Table, TimestampScalar

OPENED = "ticket_opened"
ANSWERED = "ticket_answered"
RESOLVED = "ticket_resolved"
DIMS = ("item", "staff", "month", "channel", "priority")
LABELS = ("staff", "channel", "priority")
PARTS = {ANSWERED: "answer", RESOLVED: "solution"}
SCALES = ("calendar", "working")
MICROSECONDS = 1_000_000
"""In a second."""


def first_answers(t: Tables) -> "Table":
    """Tickets opened in the period that a person has answered, each with the first answer.

    Answers marked automatic are no answers. The period and the month are those of the
    opening, whenever the answer came; what came before the opening (a source's clock that
    is fast) took no time. Tickets nobody has answered yet are left out, and so are answers
    to tickets whose opening the journal does not know.

    Shape:   one row a ticket: item, opened_at, ended_at, month, week
    Source:  ticket_opened, ticket_answered (attrs.auto)
    """
    entries = t.entries.filter(t.entries.event.isin((OPENED, ANSWERED)))
    is_answer = (entries.event == ANSWERED) & ~entries.attr_auto.fill_null(False)
    return _between(t, entries, entries.happened_at.min(where=is_answer))


def last_resolutions(t: Tables) -> "Table":
    """Tickets opened in the period that were resolved, each with its last resolution.

    A ticket that came back runs on to the last one. The period and the month are those of
    the opening. Tickets not resolved yet are left out.

    Shape:   one row a ticket: item, opened_at, ended_at, month, week
    Source:  ticket_opened, ticket_resolved
    """
    entries = t.entries.filter(t.entries.event.isin((OPENED, RESOLVED)))
    return _between(t, entries, entries.happened_at.max(where=entries.event == RESOLVED))


@dataclass(frozen=True, slots=True)
class TicketTime:
    """How long tickets take to one of their ends: all that the metrics of it share.

    `tickets` gives those that have come to it, `end` is the kind of entry that ends them.
    """

    tickets: "Callable[[Tables], Table]"
    end: str

    def build(self, t: Tables, by: str | None) -> "Table":
        ended = self.tickets(t)
        if by in LABELS:
            ended = with_labels(t, ended, self.end)
        took = timed(t, ended)
        if by == "item":
            return took.select("item", "calendar_us", "working_us")
        return grouped(took, by, **spread(took))

    def evidence(self, t: Tables) -> "Table":
        return entries_of(t, self.tickets(t), self.end)


def total(raw: Raw) -> Total:
    """The lengths of a period."""
    return Total(lengths(raw))


def row(raw: Raw) -> Mapping[str, Value]:
    """One ticket in plain hours; of many, their lengths."""
    if "item" in raw:
        return one_ticket(raw)
    figures = lengths(raw)
    return {**figures, "value": figures, "n": figures["calendar"]["n"]}


def timed(t: Tables, tickets: "Table") -> "Table":
    """How long each ticket took: calendar_us and working_us, in microseconds."""
    table = with_worked(t, tickets, before_opening="opened_at", before_end="ended_at")
    return table.select(
        *tickets.columns,
        calendar_us=elapsed_us(table, "opened_at", "ended_at"),
        working_us=ibis.greatest(table.before_end - table.before_opening, 0),
    )


def with_labels(t: Tables, tickets: "Table", end: str) -> "Table":
    """Tickets with who ended them (`staff_id`), and the channel and priority they came with.

    `end` is the kind that ended them. Of several entries at one moment the first written
    tells.
    """
    opening = t.entries.filter(t.entries.event == OPENED)
    ending = t.entries.filter(t.entries.event == end)
    if end == ANSWERED:
        ending = ending.filter(~ending.attr_auto.fill_null(False))
    opened = told_at(opening, tickets, "opened_at", ("channel", "attr_priority", "client_id"))
    ended = told_at(ending, tickets, "ended_at", ("staff_id",))
    joined = tickets.inner_join(opened.rename(opening_id="told_id"), "item")
    joined = joined.inner_join(ended.rename(ending_id="told_id"), "item")
    return joined.rename(priority="attr_priority")


def entries_of(t: Tables, tickets: "Table", end: str) -> "Table":
    """The two entries of each ticket: its opening and its end, with the dimensions."""
    labelled = with_labels(t, tickets, end)
    columns = ("client_id", "item", "staff_id", "month", "week", "channel", "priority")
    return ibis.union(
        labelled.select(*columns, id=labelled.opening_id, part=ibis.literal("request")),
        labelled.select(*columns, id=labelled.ending_id, part=ibis.literal(PARTS[end])),
    )


def spread(table: "Table") -> "dict[str, IntegerValue]":
    """Aggregates of `timed` that `lengths` reads: n, sum, median, p90 and max of each scale."""
    told: dict[str, IntegerValue] = {}
    for scale in SCALES:
        column = table[f"{scale}_us"]
        told |= {
            f"{scale}_n": column.count(),
            f"{scale}_sum": column.sum(),
            f"{scale}_median": column.quantile(0.5),
            f"{scale}_p90": column.quantile(0.9),
            f"{scale}_max": column.max(),
        }
    return told


def lengths(raw: Raw) -> Mapping[str, Mapping[str, Figure]]:
    """How long tickets took, by the clock and in working time; linear quantiles."""
    return {scale: _lengths(raw, scale) for scale in SCALES}


def one_ticket(raw: Raw) -> Mapping[str, Value]:
    """The row of one ticket: plain hours."""
    return {scale: hours(raw[f"{scale}_us"]) for scale in SCALES}


def hours(microseconds: object) -> Hours | None:
    """Microseconds of a raw row, exact; a part of one may come from a quantile."""
    if not isinstance(microseconds, int | float):
        return None
    return Hours(Fraction(microseconds) / MICROSECONDS)


def mean_hours(total_us: int, n: int) -> Hours | None:
    """The mean of n lengths, None where there are none."""
    return Hours(Fraction(total_us, n * MICROSECONDS)) if n else None


def _lengths(raw: Raw, scale: str) -> Mapping[str, Figure]:
    n = number(raw, f"{scale}_n")
    return {
        "n": Count(n),
        "mean": mean_hours(number(raw, f"{scale}_sum"), n),
        **{name: hours(raw[f"{scale}_{name}"]) for name in ("median", "p90", "max")},
    }


def _between(t: Tables, entries: "Table", ended_at: "TimestampScalar") -> "Table":
    is_opening = entries.event == OPENED
    tickets = (
        entries.filter(entries.item.notnull())
        .group_by("item")
        .agg(
            opened_at=entries.happened_at.min(where=is_opening),
            opened_local_at=entries.local_at.min(where=is_opening),
            ended_at=ended_at,
        )
    )
    tickets = tickets.filter(tickets.opened_at.notnull(), tickets.ended_at.notnull())
    chosen = t.in_period(tickets, "opened_local_at")
    return chosen.select(
        "item",
        "opened_at",
        "ended_at",
        month=chosen.opened_local_at.truncate("M").date(),
        week=week_of(chosen.opened_local_at),
    )

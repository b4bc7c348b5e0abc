"""Analyses asked of the current school's journal: the asker chooses events and clients."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from provodnik.kernel import schools
from provodnik.lake import compiled, dims, manifest
from provodnik.lake.reading import Question, Reader, reading
from provodnik.lake.source import Source
from provodnik.metrics.analyses import ages, cohorts, funnels, moves
from provodnik.metrics.analyses.ages import CohortValue
from provodnik.metrics.analyses.cohorts import Cohort, Span
from provodnik.metrics.analyses.funnels import Step
from provodnik.metrics.definition import Cell, Raw, number
from provodnik.metrics.leads import leads, reached
from provodnik.metrics.tables import LEAD, Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of the clients. None leaves a side open; `client_ids` are those of a segment.

    `source` is that of the lead, the first one told.
    """

    product_id: int | None = None
    staff_id: int | None = None
    channel: str | None = None
    cohort: date | None = None
    client_ids: Sequence[int] | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """Of what an analysis is made: days [from_on, to_on) of the school, and a slice."""

    period: Question = field(default_factory=Question)
    slice: Slice = field(default_factory=Slice)


@dataclass(frozen=True, slots=True)
class Move:
    """After one product, the next: None stands for no product, or for nothing bought yet."""

    product_id: int | None
    next_id: int | None
    clients: int
    of_clients: int
    kopecks: int
    median_days: float | None


def retained(start: str, back: str, span: Span, looked: Looked, *, until: date) -> list[Cohort]:
    """Who of those who first did `start` came back by `back`, span after span, up to `until`."""

    def build(t: Tables) -> "Table":
        return cohorts.grid(t, start, back, span)

    return cohorts.cohorts(
        _rows(f"cohorts-{start}-{back}-{span}", build, looked), span, until=until
    )


def funnel(events: Sequence[str], looked: Looked) -> tuple[Step, ...]:
    """How far clients come along events in order. Raises ValueError where there are none."""

    def build(t: Tables) -> "Table":
        return funnels.reached(t, events)

    return funnels.funnel(events, _rows(f"funnel-{'-'.join(events)}", build, looked))


def bought_next(looked: Looked) -> list[Move]:
    """From each product to the product of the client's next paid order, the most first."""
    found = [_move(row) for row in _rows("moves", moves.moves, looked)]
    return sorted(found, key=lambda move: (-move.clients, move.product_id or 0, move.next_id or 0))


def value_by_age(basis: str, looked: Looked, *, until: date) -> list[CohortValue]:
    """What a client of each cohort had brought by each month of age, on one basis of LTV."""
    return ages.by_age(_rows("ages", ages.brought, looked), basis, until=until)


@dataclass(frozen=True, slots=True)
class People:
    """Clients behind a cell: so many of them, the first ones by id."""

    count: int
    client_ids: tuple[int, ...]


def back_people(  # noqa: PLR0913 (the question, and the cell)
    start: str,
    back: str,
    span: Span,
    looked: Looked,
    cohort: date,
    happened_in: date | None,
    *,
    limit: int,
) -> People:
    """Clients of a cohort who came back in one span, or all of them where it is None."""

    def build(t: Tables) -> "Table":
        return cohorts.people(t, start, back, span)

    return _people(
        f"cohort-people-{start}-{back}-{span}",
        build,
        looked,
        {"cohort": cohort, "happened_in": happened_in},
        limit,
    )


def funnel_people(events: Sequence[str], looked: Looked, step: int, *, limit: int) -> People:
    """Clients who reached a step of a funnel, counted from 0."""

    def build(t: Tables) -> "Table":
        return funnels.people(t, events)

    return _people(f"funnel-people-{'-'.join(events)}", build, looked, {"step": step}, limit)


def move_people(
    product_id: int | None, next_id: int | None, looked: Looked, *, limit: int
) -> People:
    """Clients who bought one product right after another."""
    cell = {"product_id": product_id, "next_id": next_id}
    return _people("move-people", moves.people, looked, cell, limit)


def lead_people(step: str, looked: Looked, *, limit: int, **named: str | None) -> People:
    """Clients who came in the period and reached a step (`metrics.leads.STEPS`).

    `named` narrows them by `source` and `campaign`; None is one that nobody told.
    """
    return _people("lead-people", reached, looked, {"step": step, **named}, limit)


def kinds() -> list[str]:
    """Kinds of entries about clients that the journal holds, the most frequent first."""
    with reading(_source()) as reader:
        rows = reader.duck.execute(
            "SELECT event FROM client_totals GROUP BY event ORDER BY sum(n) DESC, event"
        ).fetchall()
    return [row[0] for row in rows]


def lead_sources() -> list[str]:
    """Sources that leads of the school were told by, by name."""
    with reading(_source()) as reader:
        rows = reader.duck.execute(
            "SELECT DISTINCT item FROM entries WHERE event = ? AND item IS NOT NULL ORDER BY item",
            [LEAD],
        ).fetchall()
    return [row[0] for row in rows]


def as_of() -> datetime | None:
    """The moment up to which the lake tells; None before the first export."""
    mark = manifest.mark()
    return mark.exported_at if mark else None


def _people(
    name: str,
    build: Callable[[Tables], "Table"],
    looked: Looked,
    cell: Mapping[str, int | str | date | None],
    limit: int,
) -> People:
    where = " AND ".join(f"{column} IS NOT DISTINCT FROM ?" for column in cell)
    text = (
        "SELECT client_id, count(*) OVER () AS n FROM"
        f" (SELECT DISTINCT client_id FROM ({_compiled(name, build, looked)}) WHERE {where})"
        " ORDER BY client_id LIMIT ?"
    )
    with reading(_source()) as reader:
        _lay_out(reader, looked)
        rows = reader.duck.execute(text, [*cell.values(), limit]).fetchall()
    return People(rows[0][1] if rows else 0, tuple(row[0] for row in rows))


def _source() -> Source:
    school_id = schools.current()
    return Source(school_id, tuple(manifest.living(school_id)), dims.aliases())


def _compiled(name: str, build: Callable[[Tables], "Table"], looked: Looked) -> str:
    is_whole = looked.period.is_whole
    return compiled.analysis_sql(
        f"{name}-{'whole' if is_whole else 'period'}",
        lambda: build(Tables.unbound(is_whole=is_whole)),
    )


def _rows(name: str, build: Callable[[Tables], "Table"], looked: Looked) -> list[Raw]:
    text = _compiled(name, build, looked)
    with reading(_source()) as reader:
        _lay_out(reader, looked)
        result = reader.duck.execute(text)
        columns = [column[0] for column in result.description or []]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def _lay_out(reader: Reader, looked: Looked) -> None:
    reader.ask(looked.period)
    chosen = looked.slice
    reader.duck.execute(
        "CREATE OR REPLACE TEMP TABLE slice AS SELECT ?::BIGINT AS product_id,"
        " ?::BIGINT AS staff_id, ?::VARCHAR AS channel, ?::DATE AS cohort,"
        " ?::BOOLEAN AS has_chosen",
        [
            chosen.product_id,
            chosen.staff_id,
            chosen.channel,
            chosen.cohort,
            chosen.client_ids is not None or chosen.source is not None,
        ],
    )
    listed = "SELECT unnest(?::BIGINT[]) AS client_id"
    if chosen.source is None:
        reader.duck.execute(
            f"CREATE OR REPLACE TEMP TABLE chosen AS {listed}", [list(chosen.client_ids or ())]
        )
        return
    came = compiled.analysis_sql("leads-whole", lambda: leads(Tables.unbound(is_whole=True)))
    reader.duck.execute(
        f"CREATE OR REPLACE TEMP TABLE chosen AS SELECT client_id FROM ({came}) WHERE source = ?"
        f" AND (?::BOOLEAN OR client_id IN ({listed}))",
        [chosen.source, chosen.client_ids is None, list(chosen.client_ids or ())],
    )


def _move(raw: Raw) -> Move:
    days = raw["median_days"]
    return Move(
        product_id=_id(raw["product_id"]),
        next_id=_id(raw["next_id"]),
        clients=number(raw, "clients"),
        of_clients=number(raw, "of_clients"),
        kopecks=number(raw, "kopecks"),
        median_days=float(days) if isinstance(days, int | float) else None,
    )


def _id(cell: Cell) -> int | None:
    return cell if isinstance(cell, int) else None

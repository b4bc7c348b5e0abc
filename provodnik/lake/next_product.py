"""What people bought next, asked of one school's journal: learned, and tried on later purchases."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from duckdb import DuckDBPyConnection

from provodnik.kernel import schools
from provodnik.lake import compiled, dims, manifest
from provodnik.lake.reading import Reader, reading
from provodnik.lake.source import Source
from provodnik.metrics import next_product
from provodnik.metrics.next_product import Trial, split_day, trial
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

type Told = tuple[int, int, int]
"""What a written rule offers: after product, product, place."""


type Row = tuple[Any, ...]
type Keeps = Callable[[Iterator[Row]], None]

_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Kept:
    """What takes the rows behind the figures: of `moves`, and of `tried_cases`."""

    moves: Keeps
    cases: Keeps


@dataclass(frozen=True, slots=True)
class LearnedMove:
    """After one product, another: how many moved so, of how many, and after how many days.

    `after_id` None is after any product: plain popularity.
    """

    after_id: int | None
    product_id: int
    clients: int
    of_clients: int
    median_days: float | None
    score: float
    place: int


@dataclass(frozen=True, slots=True)
class Learned:
    """Everything learned from all of history, and what the same way would have been worth.

    `trial` is None where there is too little to part: moves of a single day.
    """

    moves: tuple[LearnedMove, ...]
    moved: int
    split_on: date | None
    trial: Trial | None


def learn(told: Sequence[Told], *, weight: float, learned_share: float, kept: Kept) -> Learned:
    """Learn from the current school's journal as the lake has it, and hand over who it was.

    `told` are the school's own rules, tried beside; `learned_share` of the moves, the earlier
    ones, teach in the trial and the rest try.

    Cost: seven questions to the lake; a second or two for a million orders.
    """
    school_id = schools.current()
    source = Source(school_id, tuple(manifest.living(school_id)), dims.aliases())
    with reading(source) as reader:
        _lay_out(reader, told)
        days = [(day, n) for day, n in _rows(reader.duck, "move-days", next_product.move_days)]
        split_on = split_day(days, learned_share)
        found = _ask(reader.duck, split_on, weight) if split_on else None
        kept.cases(_stream(reader.duck, "tried-cases", next_product.tried_cases, found))
        _split(reader.duck, None, weight)
        moves = _rows(reader.duck, "learned", next_product.learned)
        kept.moves(_stream(reader.duck, "learned-moves", next_product.moves, moves))
        reader.duck.execute("DROP TABLE stops; DROP TABLE told; DROP TABLE learning")
    return Learned(
        moves=tuple(LearnedMove(*move) for move in moves),
        moved=sum(n for _, n in days),
        split_on=split_on,
        trial=found,
    )


def _lay_out(reader: Reader, told: Sequence[Told]) -> None:
    text = compiled.relation_sql("stops", _stops)
    duck = reader.duck
    duck.execute(f"CREATE OR REPLACE TEMP TABLE stops AS {text}")
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE told (after_id BIGINT, product_id BIGINT, place BIGINT)"
    )
    if told:
        duck.executemany("INSERT INTO told VALUES (?, ?, ?)", [list(rule) for rule in told])


def _stops() -> "Table":
    return next_product.stops(Tables.unbound(is_whole=True))


def _ask(duck: DuckDBPyConnection, split_on: date, weight: float) -> Trial:
    _split(duck, split_on, weight)
    result = duck.execute(compiled.relation_sql("tried", next_product.tried))
    names = [column[0] for column in result.description or []]
    return trial(dict(zip(names, result.fetchone() or (), strict=True)))


def _split(duck: DuckDBPyConnection, split_on: date | None, weight: float) -> None:
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE learning AS SELECT ?::DATE AS split_on, ?::DOUBLE AS weight",
        [split_on, weight],
    )


def _stream(
    duck: DuckDBPyConnection, name: str, build: next_product.Build, found: object
) -> Iterator[Row]:
    """Rows a part at a time; none where nothing was found."""
    if not found:
        return
    asked = duck.execute(compiled.relation_sql(name, build))
    while rows := asked.fetchmany(_AT_ONCE):
        yield from rows


def _rows(duck: DuckDBPyConnection, name: str, build: next_product.Build) -> list[Row]:
    return duck.execute(compiled.relation_sql(name, build)).fetchall()

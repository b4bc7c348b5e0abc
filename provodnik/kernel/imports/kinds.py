"""What an import of some kind is made of. Connectors build these; `config` registers them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from provodnik.kernel.imports.columns import Binding
from provodnik.kernel.imports.errors import UnknownKind
from provodnik.kernel.imports.types import KnownColumn, Need, Reject, Tally
from provodnik.kernel.models import School


@dataclass(frozen=True, slots=True)
class StageColumn:
    """A column of the staging table and how a cell becomes its value.

    `target` is the known column it is read from. `parse` takes the text of the cell, or the
    tuple of cells of a `many` target, and raises BadCell. What it returns goes through COPY,
    where "" and None are both NULL.
    """

    name: str
    type: str
    target: str
    parse: Callable[..., object]


@dataclass(frozen=True, slots=True)
class Landing:
    """A chunk ready to become facts: its rows lie in the temporary table `stage`.

    Every row has `line`. `same_file_runs` are this run and earlier ones of the very same
    file: what a later row of it decided, an earlier row does not undo.
    """

    stage: str
    run_id: int
    same_file_runs: Sequence[int]
    actor: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Landed:
    """What became of a chunk. `rejects` are rows only the database could judge."""

    tally: Tally
    statuses: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, int] = field(default_factory=dict)
    rejects: Sequence[Reject] = ()


type RowMender = Callable[[list[object]], list[object]]


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of file: what its columns mean and how its rows become facts.

    `stage` makes the staging columns for a school and a bound file. `complete`, if given,
    makes from the names of the columns a file has (`line` first) what judges and mends
    whole rows. `land` runs inside the chunk's transaction and must be idempotent. `finish`
    runs once after the last chunk, in a transaction too, and answers with notes to show.
    """

    name: str
    columns: tuple[KnownColumn, ...]
    needs: tuple[Need, ...]
    stage: Callable[[School, Binding], Sequence[StageColumn]]
    land: Callable[[Landing], Landed]
    complete: Callable[[Sequence[str]], RowMender] | None = None
    finish: Callable[[Landing], Mapping[str, int]] | None = None
    counts_statuses: bool = False


def followed_by(kind: ImportKind, then: Callable[[], None]) -> ImportKind:
    """The same kind, with something more done in the transaction of its `finish`."""

    def finish(landing: Landing) -> Mapping[str, int]:
        notes = kind.finish(landing) if kind.finish else {}
        then()
        return notes

    return replace(kind, finish=finish)


def refusing(kind: ImportKind, refuse: Callable[[], Sequence[Reject]]) -> ImportKind:
    """The same kind, with rows taken out of `stage` before they land. `refuse` says which."""

    def land(landing: Landing) -> Landed:
        refused = refuse()
        landed = kind.land(landing)
        return replace(landed, rejects=[*refused, *landed.rejects])

    return replace(kind, land=land)


_kinds: dict[str, ImportKind] = {}


def declare(kinds: Mapping[str, ImportKind]) -> None:
    """Replace all kinds. Called once, from provodnik.config."""
    _kinds.clear()
    _kinds.update(kinds)


def kinds() -> Mapping[str, ImportKind]:
    """Every registered kind by name."""
    return _kinds


def kind_of(name: str) -> ImportKind:
    """The kind of this name. Raises UnknownKind."""
    if name not in _kinds:
        raise UnknownKind(name)
    return _kinds[name]

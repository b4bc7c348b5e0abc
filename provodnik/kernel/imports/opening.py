"""A stored file, opened and bound to the columns of its kind."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from provodnik.kernel.imports.columns import Binding, Recogniser, bind, missing
from provodnik.kernel.imports.kinds import ImportKind
from provodnik.kernel.imports.tables import Table, open_table
from provodnik.kernel.imports.types import Preview

_SAMPLE_ROWS = 200
_SHOWN_ROWS = 5
# Counting is reading: above this the size of the first rows tells enough.
_COUNTED_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class BoundTable:
    """A table whose columns are known."""

    table: Table
    binding: Binding


@contextmanager
def open_bound(
    path: Path, kind: ImportKind, *, mapping: Mapping[str, str], encoding: str = ""
) -> Iterator[BoundTable]:
    """Open and bind. Only sure columns and those of `mapping` count.

    Raises:  FileUnreadable
    """
    recogniser = Recogniser(kind.columns)
    with open_table(path, is_title=recogniser.is_title, encoding=encoding or None) as table:
        guesses = recogniser.guess(table.header, mapping)
        yield BoundTable(table, bind(guesses, kind.columns, kind.needs))


def preview_of(
    path: Path, kind: ImportKind, *, mapping: Mapping[str, str], encoding: str = ""
) -> Preview:
    """What a file holds, before anything is written.

    Raises:  FileUnreadable: it is no table at all; missing columns are told, not raised
    """
    recogniser = Recogniser(kind.columns)
    with open_table(path, is_title=recogniser.is_title, encoding=encoding or None) as table:
        sample = [cells for _, cells in islice(table.records, _SAMPLE_ROWS)]
        guesses = recogniser.guess(table.header, mapping, sample)
        rows, exact = _count(path, table, sample)
        return Preview(
            kind=kind.name,
            columns=guesses,
            sample_rows=tuple(map(tuple, sample[:_SHOWN_ROWS])),
            rows=rows,
            rows_exact=exact,
            encoding=table.encoding,
            missing=missing(guesses, kind.needs),
        )


def _count(path: Path, table: Table, sample: list[list[str]]) -> tuple[int, bool]:
    size = path.stat().st_size
    if len(sample) < _SAMPLE_ROWS or size <= _COUNTED_BYTES or not table.encoding:
        return len(sample) + sum(1 for _ in table.records), True
    sampled = sum(len(";".join(cells).encode(errors="replace")) + 1 for cells in sample)
    return size * len(sample) // sampled, False

"""CSV as a stream of records. Memory does not grow with the file."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from provodnik.kernel.imports.errors import FileUnreadable
from provodnik.kernel.imports.tables.dialect import DECODE_ERRORS, Dialect
from provodnik.kernel.imports.types import FileProblem

# A cell above this is taken for a quote that nobody closed: reading on would eat the whole file.
ENDLESS_CELL = 32 * 1024 * 1024

type Record = tuple[int, list[str]]


def open_csv(path: Path, how: Dialect) -> TextIO:
    """The file as text, past Excel's `sep=` line."""
    stream = path.open(encoding=how.encoding, errors=DECODE_ERRORS, newline="")
    for _ in range(how.skip_lines):
        stream.readline()
    return stream


def csv_records(stream: TextIO, how: Dialect) -> Iterator[Record]:
    """(number, cells) of every record; the header is the first and has number 1.

    Empty lines are no records. A cell may hold line ends.

    Raises:  FileUnreadable: a cell without an end
    """
    csv.field_size_limit(ENDLESS_CELL)
    number = 0
    try:
        rows = filter(None, csv.reader(stream, delimiter=how.delimiter))
        for number, cells in enumerate(rows, start=1):
            yield number, cells
    except csv.Error:
        raise FileUnreadable(FileProblem.ENDLESS_CELL, line=number + 1) from None

"""Opening a file as a table, whatever it turns out to be."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from provodnik.kernel.imports.errors import FileUnreadable
from provodnik.kernel.imports.tables.csv_table import Record, csv_records, open_csv
from provodnik.kernel.imports.tables.dialect import IsTitle, dialect, readable
from provodnik.kernel.imports.tables.magic import TableFormat, table_format
from provodnik.kernel.imports.tables.xlsx_table import xlsx_rows_of
from provodnik.kernel.imports.types import FileProblem

__all__ = ["Record", "Table", "open_table"]

_HEAD_BYTES = 256 * 1024
# A header of a comma file whose «Стоимость, RUB» lost its quotes comes apart here.
_TAILS = frozenset({"%", "RUB", "USD", "EUR", "KZT", "UAH", "BYN"})


@dataclass(frozen=True, slots=True)
class Table:
    """An open table: its header and a stream of (number, cells) of the rows below it.

    Numbers count records of a CSV with the header as 1, or are rows of the sheet.
    """

    header: tuple[str, ...]
    records: Iterator[Record]
    encoding: str


@contextmanager
def open_table(path: Path, *, is_title: IsTitle, encoding: str | None = None) -> Iterator[Table]:
    """Open a CSV or XLSX. `is_title` knows the headers of this kind of import.

    Raises:  FileUnreadable: not there, empty, no table, or in an encoding we can't tell
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError:
        raise FileUnreadable(FileProblem.NOT_FOUND, name=path.name) from None
    if table_format(path, head) is TableFormat.XLSX:
        with xlsx_rows_of(path) as records:
            yield _table(records, encoding="")
        return
    whole = len(head) < _HEAD_BYTES
    how = dialect(head, whole=whole, chosen=encoding, is_title=is_title)
    with open_csv(path, how) as text:
        yield _table(csv_records(text, how), encoding=how.encoding.removesuffix("-sig"))


def _table(records: Iterator[Record], *, encoding: str) -> Table:
    _, cells = next(records, (1, []))
    if not any(cell.strip() for cell in cells):
        raise FileUnreadable(FileProblem.EMPTY)
    header = _mended([cell.lstrip("\ufeff") for cell in cells])
    if not all(readable(title) for title in header):
        raise FileUnreadable(FileProblem.WRONG_ENCODING, suggested="")
    return Table(tuple(header), records, encoding)


def _mended(header: list[str]) -> list[str]:
    """Titles whose currency or percent sign was torn off by an unquoted comma, joined again."""
    mended: list[str] = []
    for title in header:
        if mended and mended[-1] and title.strip() in _TAILS:
            mended[-1] = f"{mended[-1]}, {title.strip()}"
        else:
            mended.append(title)
    return mended

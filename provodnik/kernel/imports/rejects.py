"""The file of rejected rows: why, and the row itself, ready to be corrected and sent back."""

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from provodnik.kernel.imports.columns import REJECTS_HEADER

# A spreadsheet takes such a cell for a formula and runs it.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def disarmed(cell: str) -> str:
    """The cell as text for a spreadsheet: a formula gets an apostrophe in front."""
    return "'" + cell if cell.startswith(_FORMULA_STARTS) else cell


def rearmed(cell: str) -> str:
    """Undoes `disarmed`, so that a corrected file of rejected rows can be sent back."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA_STARTS) else cell


def write_rejects(
    path: Path, header: Sequence[str], rows: Iterable[tuple[int, str, str, Sequence[str]]]
) -> Path:
    """Write (line, column, reason, cells) rows under the file's own header. Replaces `path`.

    Raises:  OSError: the disk is full; the earlier file, if any, stays as it was
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        writer = csv.writer(stream)
        own = [title for title in header if title.strip().casefold() not in REJECTS_HEADER]
        writer.writerow([*REJECTS_HEADER, *map(disarmed, own)])
        for line, column, reason, cells in rows:
            # A file of rejects sent back has these three columns in front already.
            kept = cells[len(header) - len(own) :]
            writer.writerow([line, disarmed(column), disarmed(reason), *map(disarmed, kept)])
        stream.flush()
        os.fsync(stream.fileno())
    return partial.replace(path)

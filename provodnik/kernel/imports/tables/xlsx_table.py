"""XLSX as a stream of records, read by a guarded child process."""

import csv
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from provodnik.kernel.imports.errors import FileUnreadable
from provodnik.kernel.imports.tables import xlsx_rows
from provodnik.kernel.imports.tables.csv_table import ENDLESS_CELL, Record
from provodnik.kernel.imports.types import FileProblem

# About a million rows of ten columns; larger tables come as CSV, which is streamed.
UNPACKED_BYTES = 512 * 1024 * 1024
_PROBLEMS = {
    xlsx_rows.BROKEN: FileProblem.BROKEN_WORKBOOK,
    xlsx_rows.LOCKED: FileProblem.LOCKED_WORKBOOK,
}


@contextmanager
def xlsx_rows_of(path: Path) -> Iterator[Iterator[Record]]:
    """(row number of the sheet, cells) of every filled row of the first filled sheet.

    Raises:  FileUnreadable: broken, locked by a password, or too large when unpacked
    """
    _refuse_bombs(path)
    command = [sys.executable, "-m", xlsx_rows.__name__, str(path)]
    with subprocess.Popen(  # noqa: S603 (our own module, the path is not a shell's)
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        errors="surrogatepass",
        cwd=Path(__file__).parents[4],
    ) as child:
        assert child.stdout is not None
        try:
            yield _records(child, child.stdout)
        finally:
            child.kill()


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OverflowError):
        raise FileUnreadable(FileProblem.BROKEN_WORKBOOK) from None
    if unpacked > UNPACKED_BYTES:
        raise FileUnreadable(FileProblem.HUGE_WORKBOOK, megabytes=unpacked // 1024**2)


def _records(child: subprocess.Popen[str], stdout: IO[str]) -> Iterator[Record]:
    csv.field_size_limit(ENDLESS_CELL)
    for number, *cells in csv.reader(stdout):
        yield int(number), cells
    if code := child.wait():
        # Anything unforeseen is the system's limit at work: killed or out of memory.
        raise FileUnreadable(_PROBLEMS.get(code, FileProblem.HUGE_WORKBOOK))

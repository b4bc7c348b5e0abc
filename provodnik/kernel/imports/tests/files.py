"""Small files made in tests."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

type Rows = Sequence[Sequence[str]]


def csv_file(
    path: Path, rows: Rows, *, delimiter: str = ";", encoding: str = "utf-8", start: str = ""
) -> Path:
    """Rows, the header first, as a CSV."""
    with path.open("w", encoding=encoding, newline="") as stream:
        stream.write(start)
        csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return path


def xlsx_file(path: Path, rows: Sequence[Sequence[Any]], *, first_row: int = 0) -> Path:
    """Rows on the first sheet of a workbook; dates get a date format."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy hh:mm"})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows, start=first_row):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    book.close()
    return path

"""Tables as files: what is on the screen, nothing more, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from xlsxwriter import Workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins so would run as a formula when the file is opened.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """A CSV that Russian spreadsheets open by a double click: BOM, semicolons, quoted lines."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(header)
    writer.writerows([disarmed(cell) for cell in row] for row in rows)
    response = HttpResponse(
        text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def xlsx_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """The same table as a workbook of one sheet; text stays text, whatever it begins with."""
    file = io.BytesIO()
    book = Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, header, bold)
    for place, row in enumerate(rows, start=1):
        sheet.write_row(place, 0, row)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    response = HttpResponse(file.getvalue(), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def disarmed(cell: object) -> object:
    """The cell, with text that looks like a formula made plain; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return "'" + cell
    return cell

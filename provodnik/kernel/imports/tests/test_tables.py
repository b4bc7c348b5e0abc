"""Reading tables: dialects, encodings, what is no table, and what is made to do harm."""

import datetime
import resource
import tracemalloc
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from provodnik.kernel.imports.errors import FileUnreadable
from provodnik.kernel.imports.tables import Record, csv_table, open_table, xlsx_table
from provodnik.kernel.imports.tests.files import csv_file, xlsx_file
from provodnik.kernel.imports.types import FileProblem

KNOWN = {"ID заказа", "Статус", "Стоимость, RUB", "Email", "client", "event", "at"}


def is_title(title: str) -> bool:
    return title in KNOWN


def read(path: Path, encoding: str | None = None) -> tuple[tuple[str, ...], list[Record]]:
    with open_table(path, is_title=is_title, encoding=encoding) as table:
        return table.header, list(table.records)


def problem(path: Path) -> tuple[FileProblem, dict[str, str | int]]:
    with pytest.raises(FileUnreadable) as refusal:
        read(path)
    return refusal.value.problem, dict(refusal.value.params)


HEADER = ["ID заказа", "Статус", "Стоимость, RUB"]
ROW = ["1", "Новый", "9990"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff", "sep=DELIMITER\n", "\n\n"])
def test_any_delimiter_with_or_without_a_mark_in_front(
    tmp_path: Path, delimiter: str, start: str
) -> None:
    start = start.replace("DELIMITER", delimiter)
    path = csv_file(tmp_path / "a.csv", [HEADER, ROW], delimiter=delimiter, start=start)

    assert read(path) == (tuple(HEADER), [(2, ROW)])


def test_a_title_torn_by_an_unquoted_comma_is_one_title(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("ID заказа,Статус,Стоимость, RUB\n1,Новый,9990\n")

    assert read(path) == (tuple(HEADER), [(2, ROW)])


def test_a_line_counts_records_also_past_line_ends_in_cells_and_empty_lines(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.csv"
    path.write_text('ID заказа;Статус\r\n1;"два\r\nслова"\r\n\r\n2;Новый\r\n', newline="")

    assert read(path)[1] == [(2, ["1", "два\r\nслова"]), (3, ["2", "Новый"])]


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-16"])
def test_another_encoding_is_recognised_by_the_titles(tmp_path: Path, encoding: str) -> None:
    path = csv_file(tmp_path / "a.csv", [HEADER, ROW], encoding=encoding)

    assert read(path) == (tuple(HEADER), [(2, ROW)])


def test_an_encoding_nothing_proves_is_asked_for_and_taken_when_told(tmp_path: Path) -> None:
    rows = [["client", "event", "item"], *[["1", "x", "Урок первый"]] * 3]
    path = csv_file(tmp_path / "a.csv", rows, delimiter=",", encoding="windows-1251")

    assert problem(path) == (FileProblem.WRONG_ENCODING, {"suggested": "windows-1251"})
    assert read(path, encoding="windows-1251")[1][0] == (2, ["1", "x", "Урок первый"])


def test_one_spoilt_byte_costs_no_more_than_its_row(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [HEADER, *[ROW] * 500])
    path.write_bytes(path.read_bytes() + b"2;\xcd;1\n")

    header, records = read(path)

    assert header == tuple(HEADER)
    assert len(records) == 501


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "XLS"),
        (b"\x1f\x8b\x08", "GZIP"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><table>", "HTML"),
        (b'{"success": true}', "JSON"),
        (b"MZ\x90\x00\x03\x00", ""),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(content)

    assert problem(path) == (FileProblem.NOT_A_TABLE, {"what": what})


@pytest.mark.parametrize(("member", "what"), [("word/document.xml", "DOCX"), ("a.csv", "ZIP")])
def test_an_archive_that_is_no_workbook_is_named(tmp_path: Path, member: str, what: str) -> None:
    path = tmp_path / "orders.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")

    assert problem(path) == (FileProblem.NOT_A_TABLE, {"what": what})


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n \n", b";;\n1;2;3\n"])
def test_an_empty_file_is_told_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    assert problem(path)[0] == FileProblem.EMPTY


def test_a_file_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    assert problem(tmp_path / "нет.csv") == (FileProblem.NOT_FOUND, {"name": "нет.csv"})


def test_a_cell_without_an_end_stops_the_file_at_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_table, "ENDLESS_CELL", 10_000)
    path = tmp_path / "a.csv"
    path.write_text("ID заказа;Статус\n1;Новый\n2;" + '"' + "строка\n" * 3000)

    with (
        pytest.raises(FileUnreadable) as refusal,
        open_table(path, is_title=is_title) as table,
    ):
        list(table.records)

    assert refusal.value.problem == FileProblem.ENDLESS_CELL
    assert refusal.value.params == {"line": 3}


def test_memory_does_not_grow_with_a_csv(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [HEADER, *[ROW] * 200_000])

    tracemalloc.start()
    with open_table(path, is_title=is_title) as table:
        count = sum(1 for _ in table.records)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 200_000
    assert peak < 4 * 1024 * 1024


def test_a_workbook_gives_rows_by_their_numbers_on_the_sheet(tmp_path: Path) -> None:
    day = datetime.datetime(2023, 11, 1, 21, 0)  # noqa: DTZ001 (a cell has no zone)
    rows: Sequence[Sequence[object]] = [
        ["Email", "ID заказа", "Статус"],
        ["a@b.ru", 658, day],
        [],
        ["=1+1", 299.7, True],
    ]
    path = xlsx_file(tmp_path / "a.xlsx", rows, first_row=2)

    header, records = read(path)

    assert header == ("Email", "ID заказа", "Статус")
    assert records == [
        (4, ["a@b.ru", "658", "2023-11-01 21:00:00"]),
        (6, ["0", "299.7", "True"]),  # the cached value of a formula nobody has computed
    ]


def test_a_damaged_workbook_is_told_so(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", [HEADER, ROW])
    path.write_bytes(path.read_bytes()[:-40])

    assert problem(path)[0] == FileProblem.BROKEN_WORKBOOK


def test_a_workbook_with_a_damaged_sheet_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    _replace_sheet(path, "<worksheet><sheetData><row><c")

    assert problem(path)[0] == FileProblem.BROKEN_WORKBOOK


def test_a_bomb_is_refused_by_the_sizes_it_declares(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", [HEADER, ROW])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/bomb.bin", "w", force_zip64=True) as member,
    ):
        for _ in range(xlsx_table.UNPACKED_BYTES // 2**24 + 1):
            member.write(bytes(2**24))

    assert problem(path)[0] == FileProblem.HUGE_WORKBOOK
    assert path.stat().st_size < 2 * 1024 * 1024


def test_a_bomb_of_two_far_cells_takes_no_memory_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    far = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    cells = far.format(1, "A") + far.format(1048576, "XFD")
    _replace_sheet(path, f"<sheetData>{cells}</sheetData>")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert problem(path)[0] == FileProblem.HUGE_WORKBOOK
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


def _replace_sheet(path: Path, body: str) -> None:
    """A workbook whose only sheet has this body."""
    good = xlsx_file(path.with_suffix(".good"), [HEADER])
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = f'<worksheet xmlns="{space}">{body}</worksheet>'.encode()
            new.writestr(name, content)

"""The file of rejected rows."""

import csv
from pathlib import Path

from provodnik.kernel.imports.rejects import disarmed, rearmed, write_rejects

HEADER = ("id", "Имя")


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_it_has_line_column_reason_and_then_the_row(tmp_path: Path) -> None:
    rows = [(7, "Имя", "слишком длинно", ["1", "Анна\nМария"])]

    path = write_rejects(tmp_path / "rejects.csv", HEADER, rows)

    assert read(path) == [
        ["line", "column", "reason", "id", "Имя"],
        ["7", "Имя", "слишком длинно", "1", "Анна\nМария"],
    ]


def test_formulas_are_disarmed_and_come_back_whole() -> None:
    for formula in ("=1+1", "+7 916", "-2+3", "@SUM(A1)", "\tx"):
        assert disarmed(formula) == "'" + formula
        assert rearmed(disarmed(formula)) == formula
    for harmless in ("Анна", "'Анна'", "1-2", ""):
        assert disarmed(harmless) == harmless
        assert rearmed(harmless) == harmless


def test_a_header_that_is_a_formula_is_disarmed_too(tmp_path: Path) -> None:
    path = write_rejects(tmp_path / "rejects.csv", ("=cmd", "b"), [(2, "=cmd", "нет", ["=1", "x"])])

    assert read(path) == [
        ["line", "column", "reason", "'=cmd", "b"],
        ["2", "'=cmd", "нет", "'=1", "x"],
    ]


def test_rejects_of_a_file_of_rejects_have_the_three_columns_once(tmp_path: Path) -> None:
    header = ("line", "column", "reason", *HEADER)
    rows = [(2, "id", "снова пусто", ["7", "id", "пусто", "", "Анна"])]

    path = write_rejects(tmp_path / "rejects.csv", header, rows)

    assert read(path)[0] == ["line", "column", "reason", "id", "Имя"]
    assert read(path)[1] == ["2", "id", "снова пусто", "", "Анна"]

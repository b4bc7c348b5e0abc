"""Files that cannot be taken, or not wholly: one line in words, nothing half-written."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from provodnik.config import cli
from provodnik.kernel import schools
from provodnik.kernel.imports import files, words
from provodnik.kernel.imports.models import ImportReject, ImportRun
from provodnik.kernel.imports.tables import xlsx_table
from provodnik.kernel.imports.tests.files import csv_file, xlsx_file
from provodnik.kernel.imports.types import FileProblem
from provodnik.kernel.models import School
from tests.faults.orders import HEADER, Held, export, held, row

pytestmark = pytest.mark.slow

type Make = Callable[[Path], Path]
SOUND = [HEADER.strip().split(";"), row(1).strip().split(";")]


def _picture(path: Path) -> Path:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1000))
    return path


def _letters_of_nobody(path: Path) -> Path:
    path.write_bytes(bytes(range(128, 256)) * 20 + b";" + bytes(range(160, 250)) + b"\n")
    return path


def _without_status(path: Path) -> Path:
    return csv_file(path, [[cell for n, cell in enumerate(one) if n != 6] for one in SOUND])


def _bomb(path: Path) -> Path:
    path = xlsx_file(path.with_suffix(".xlsx"), SOUND)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/bomb.bin", "w", force_zip64=True) as member,
    ):
        for _ in range(xlsx_table.UNPACKED_BYTES // 2**24 + 1):
            member.write(bytes(2**24))
    return path


@pytest.mark.parametrize(
    ("make", "problem", "told"),
    [
        pytest.param(_picture, FileProblem.NOT_A_TABLE, {"what": "PNG"}, id="not a CSV"),
        pytest.param(_letters_of_nobody, FileProblem.WRONG_ENCODING, {}, id="wrong encoding"),
        pytest.param(
            _without_status,
            FileProblem.MISSING_COLUMN,
            {"need": "No column with the status of an order."},
            id="missing column",
        ),
        pytest.param(_bomb, FileProblem.HUGE_WORKBOOK, {}, id="XLSX bomb"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_words_and_writes_nothing(
    make: Make,
    problem: FileProblem,
    told: dict[str, str],
    committed_school: School,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _import(make(tmp_path / "orders.csv"), committed_school) == 2

    complained = capsys.readouterr().err
    assert words.file_problem(problem, told) in complained
    assert complained.count("\n") == 1
    assert held(committed_school) == Held.of(0)
    with schools.inside(committed_school.pk):
        assert not ImportRun.objects.exists()

    assert _import(export(tmp_path / "orders.csv", [1]), committed_school) == 0
    assert held(committed_school) == Held.of(1)


def test_a_cell_of_ten_megabytes_costs_its_row_alone(
    committed_school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(HEADER + row(1) + row(2, title="я" * 5_000_000) + row(3))

    assert _import(path, committed_school) == 0

    assert held(committed_school) == Held.of(2)
    with schools.inside(committed_school.pk):
        (reject,) = ImportReject.objects.all()
        assert (reject.line, reject.column, reject.code) == (3, "Title", "too_long")
        place = files.rejects_place(school_id=committed_school.pk, run_id=reject.run_id)
    assert place.stat().st_size < 100_000


def test_a_formula_is_text_and_leaves_us_disarmed(
    committed_school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    formula = "=HYPERLINK(1+1)"
    path = tmp_path / "orders.csv"
    path.write_text(HEADER + row(1, title=formula) + row(2, title=formula, status="Неведомый"))

    assert _import(path, committed_school) == 0

    assert held(committed_school) == Held.of(1)
    with schools.inside(committed_school.pk):
        (reject,) = ImportReject.objects.all()
        place = files.rejects_place(school_id=committed_school.pk, run_id=reject.run_id)
    assert f"'{formula}" in place.read_text()


def _import(path: Path, school: School) -> int:
    return cli.main(["import", "getcourse-orders", str(path), "--school", school.slug])

"""Before a run: previews, mappings, and files that are refused."""

from pathlib import Path

import pytest
from pytest_django import Settings

from conftest import MONDAY
from provodnik.kernel.imports import files, services, words
from provodnik.kernel.imports.errors import FileUnreadable, UnknownKind, UnknownProfile
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.imports.tests.files import csv_file
from provodnik.kernel.imports.tests.runs import (
    HEADER,
    finish,
    no_space_left,
    orders_file,
    rows,
    start,
)
from provodnik.kernel.imports.types import FileProblem, RejectCode, Tally
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db


def test_unknown_kinds_and_profiles_are_refused(school: School, tmp_path: Path) -> None:
    path = orders_file(tmp_path, rows(1))

    with pytest.raises(UnknownKind) as kind:
        services.start_run(SourceFile(path), kind="amocrm", school=school, by="staff:1", now=MONDAY)
    with pytest.raises(UnknownProfile) as profile:
        services.start_run(
            SourceFile(path, profile="Наш"),
            kind="getcourse-orders",
            school=school,
            by="staff:1",
            now=MONDAY,
        )

    assert "getcourse-orders" in words.error(kind.value)
    assert "Наш" in words.error(profile.value)


def test_a_file_without_a_needed_column_is_refused_before_anything_is_kept(
    school: School, tmp_path: Path
) -> None:
    path = csv_file(tmp_path / "a.csv", [["ID заказа", "Статус"], ["1", "payed"]])

    with pytest.raises(FileUnreadable) as refusal:
        start(school, path)

    assert refusal.value.problem == FileProblem.MISSING_COLUMN
    assert ImportRun.objects.count() == 0


def test_a_mapping_is_remembered_and_used_by_its_name(school: School, tmp_path: Path) -> None:
    header = [*HEADER[:3], "Этап", *HEADER[4:]]
    path = csv_file(tmp_path / "a.csv", [header, *rows(1)], encoding="utf-16")
    services.remember_mapping(
        kind="getcourse-orders",
        name="Наш",
        mapping={"Этап": "status"},
        by="staff:1",
        now=MONDAY,
    )

    run = services.start_run(
        SourceFile(path, profile="Наш"),
        kind="getcourse-orders",
        school=school,
        by="staff:1",
        now=MONDAY,
    )

    assert finish(run).tally == Tally(created=1)


@pytest.mark.usefixtures("school")
def test_a_preview_shows_guesses_samples_and_size_and_writes_nothing(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [[*HEADER, "Волна"], *[[*r, "да"] for r in rows(300)]])

    preview = services.preview(path, kind="getcourse-orders")

    assert (preview.rows, preview.rows_exact, preview.encoding) == (300, True, "utf-8")
    assert [c.target for c in preview.columns][-2:] == ["title", "custom"]
    assert preview.columns[-1].samples == ("да",)
    assert (len(preview.sample_rows), preview.missing) == (5, ())
    assert ImportRun.objects.count() == 0


def test_a_full_disk_leaves_neither_file_nor_run(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    # A folder of its own: another worker's school may have the same id and keep files there.
    settings.MEDIA_ROOT = tmp_path / "files"
    path = orders_file(tmp_path, rows(3, start=7000))
    monkeypatch.setattr("shutil.copyfileobj", no_space_left)

    with pytest.raises(FileUnreadable) as refusal:
        start(school, path)

    assert refusal.value.problem == FileProblem.DISK_FULL
    assert ImportRun.objects.count() == 0
    folder = files.place(f"imports/{school.pk}")
    assert list(folder.iterdir()) == []


def test_every_reason_and_problem_has_words() -> None:
    params: dict[str, str | int] = {
        **{"value": "x", "limit": 1, "found": 3, "expected": 2, "currency": "RUB", "line": 2},
        **{"name": "a.csv", "what": "PDF", "rows": 5, "suggested": "", "need": "Нет", "like": ""},
    }
    for code in RejectCode:
        assert words.reason(code, params)
    for problem in FileProblem:
        assert words.file_problem(problem, params)

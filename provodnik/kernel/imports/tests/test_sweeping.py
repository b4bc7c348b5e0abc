"""Files of imports are kept for a term, not for ever."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from provodnik.kernel.imports import files, sweeping
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.imports.types import RunState
from provodnik.kernel.models import School

# A file taken in again gets the real time: it is younger than this moment is old.
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")
    settings.IMPORT_FILES_KEPT_DAYS = 90


def taken(school: School, folder: Path, text: str, *, days_ago: int) -> Path:
    source = folder / "orders.csv"
    source.write_text(text)
    place = files.place(files.store(source, school_id=school.pk).path)
    aged = (NOW - timedelta(days=days_ago)).timestamp()
    os.utime(place, (aged, aged))
    return place


def run_of(school: School, place: Path, state: RunState) -> None:
    over = state is RunState.DONE
    ImportRun.objects.create(
        school=school,
        kind="getcourse-orders",
        state=state.value,
        file_name="orders.csv",
        path=f"imports/{school.pk}/{place.name}",
        digest=place.name,
        size_bytes=1,
        started_by="system",
        created_at=NOW,
        finished_at=NOW if over else None,
    )


def test_a_file_past_its_term_is_deleted(school: School, tmp_path: Path) -> None:
    old = taken(school, tmp_path, "old", days_ago=91)
    young = taken(school, tmp_path, "young", days_ago=89)
    run_of(school, old, RunState.DONE)

    assert sweeping.sweep(now=NOW) == 1
    assert not old.exists()
    assert young.exists()


def test_a_run_that_is_not_over_keeps_its_file(school: School, tmp_path: Path) -> None:
    old = taken(school, tmp_path, "old", days_ago=200)
    run_of(school, old, RunState.WAITING)

    assert sweeping.sweep(now=NOW) == 0
    assert old.exists()


def test_a_file_taken_in_again_begins_its_term_anew(school: School, tmp_path: Path) -> None:
    taken(school, tmp_path, "old", days_ago=91)
    (tmp_path / "orders.csv").write_text("old")
    files.store(tmp_path / "orders.csv", school_id=school.pk)

    assert sweeping.sweep(now=NOW) == 0


def test_a_school_without_files_has_nothing_to_delete(school: School) -> None:
    assert sweeping.sweep(now=NOW) == 0

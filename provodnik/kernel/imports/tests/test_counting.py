"""What became of each row, in all chunks, in a repeat and in a trial."""

import csv
from pathlib import Path

import pytest

from conftest import MONDAY
from provodnik.facts.sales.models import Order
from provodnik.kernel.imports import files, services
from provodnik.kernel.imports.models import ImportReject, ImportTwin
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.imports.tests.files import csv_file, xlsx_file
from provodnik.kernel.imports.tests.runs import HEADER, finish, load, orders_file, rows
from provodnik.kernel.imports.types import RunState, Tally
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db


def test_rows_are_the_sum_of_what_became_of_them_over_all_chunks(
    school: School, tmp_path: Path
) -> None:
    bad = [["", "", "", "", "", ""], ["9", "x@mail.ru", "нет", "payed", "1", ""]]
    body = [*rows(250), *bad, *rows(10)]

    run = load(school, orders_file(tmp_path, body))

    assert run.tally == Tally(created=250, unchanged=10, rejected=1)
    assert run.tally.rows == 261
    assert run.state == RunState.DONE


def test_a_trial_counts_the_same_and_writes_nothing(school: School, tmp_path: Path) -> None:
    body = [*rows(150), *rows(30), ["200", "", "", "", "", ""]]
    path = orders_file(tmp_path, body)
    before = JournalEntry.objects.count()

    trial = load(school, path, dry_run=True)

    assert (Order.objects.count(), JournalEntry.objects.count()) == (0, before)
    assert ImportReject.objects.count() == 0
    real = load(school, path)
    assert trial.tally == real.tally == Tally(created=150, unchanged=30, rejected=1)
    assert (trial.statuses, trial.reasons) == (real.statuses, real.reasons)
    assert services.summary(trial).rejects_file is not None


def test_the_summary_is_the_object_the_command_prints(school: School, tmp_path: Path) -> None:
    run = load(school, orders_file(tmp_path, [*rows(2), ["3", "", "", "", "", ""]]))

    printed = services.summary(run).as_json()

    place = files.rejects_place(school_id=school.pk, run_id=run.pk)
    assert printed == {
        "rows": 3,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "rejected": 1,
        "rejects_file": str(place),
        "statuses": {"payed": 2},
    }
    assert place.is_absolute()


def test_a_run_without_rejects_names_no_file(school: School, tmp_path: Path) -> None:
    run = load(school, orders_file(tmp_path, rows(2)))

    assert services.summary(run).rejects_file is None


def test_rejected_rows_can_be_corrected_and_sent_back(school: School, tmp_path: Path) -> None:
    bad = ["3", "x@mail.ru", "=когда", "payed", "100", "=HYPERLINK(1)"]
    summary = services.summary(load(school, orders_file(tmp_path, [*rows(2), bad])))
    assert summary.rejects_file is not None
    with Path(summary.rejects_file).open(encoding="utf-8", newline="") as stream:
        header, rejected = csv.reader(stream)
    assert rejected[:2] == ["4", "Дата создания"]
    assert (rejected[5], rejected[8]) == ("'=когда", "'=HYPERLINK(1)")

    rejected[5] = "2026-10-05"
    path = csv_file(tmp_path / "fixed.csv", [header, rejected], delimiter=",")
    run = load(school, path)

    assert run.tally == Tally(created=1)
    assert Order.objects.get(external_id="3").title == "=HYPERLINK(1)"


def test_a_cell_of_ten_megabytes_costs_its_row(school: School, tmp_path: Path) -> None:
    huge = ["2", "x@mail.ru", "2026-10-01", "payed", "100", "я" * 10_000_000]

    run = load(school, orders_file(tmp_path, [huge, *rows(1)]))

    assert run.tally == Tally(created=1, rejected=1)
    assert ImportReject.objects.get().code == "too_long"
    summary = services.summary(run)
    assert Path(summary.rejects_file or "").stat().st_size < 100_000


def test_bytes_that_are_no_text_cost_their_rows(school: School, tmp_path: Path) -> None:
    path = orders_file(tmp_path, rows(200))
    spoilt = b"201;z@mail.ru;2026-10-01;payed;100;"
    path.write_bytes(path.read_bytes() + spoilt + b"\xff\n" + spoilt + b"a\x00b\n")

    run = load(school, path)

    assert run.tally == Tally(created=200, rejected=2)
    assert set(ImportReject.objects.values_list("code", flat=True)) == {"unreadable"}


def test_a_workbook_is_read_like_a_csv(school: School, tmp_path: Path) -> None:
    body = [[int(r[0]), *r[1:4], float(r[4]), r[5]] for r in rows(3)]
    path = xlsx_file(tmp_path / "orders.xlsx", [HEADER, [], *body, ["4"]])

    run = load(school, path)

    assert run.tally == Tally(created=3, rejected=1)
    assert ImportReject.objects.get().line == 6


def test_finished_runs_leave_no_counts_of_twins(school: School, tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "e.csv", [["event", "at", "value"], ["cost_recorded", "2026-10-01", "5"]]
    )
    run = services.start_run(
        SourceFile(path), kind="events", school=school, by="staff:1", now=MONDAY
    )

    assert finish(run).created == 1
    assert ImportTwin.objects.count() == 0

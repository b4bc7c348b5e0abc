"""Runs that are stopped: by a fault, by a person, by another run. And taken up again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, connections

from conftest import MONDAY, ROOT
from provodnik.config import wiring
from provodnik.facts.sales.models import Order
from provodnik.kernel import journal, schools
from provodnik.kernel.imports import files, services, words
from provodnik.kernel.imports.errors import FileUnreadable, SchoolBusy
from provodnik.kernel.imports.lock import alone_in_school
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.imports.tasks import carry_on
from provodnik.kernel.imports.tests.runs import (
    AWAY,
    DISK_FULL,
    finish,
    load,
    no_space_left,
    orders_file,
    rows,
    start,
)
from provodnik.kernel.imports.types import FileProblem, RunState, Tally
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.slow

type OnChunk = Callable[[int, Callable[[], None]], None]


@pytest.fixture
def on_chunk() -> Iterator[OnChunk]:
    """Does something harmful inside the n-th chunk's transaction."""
    seen = {"chunks": 0}

    def arrange(number: int, harm: Callable[[], None]) -> None:
        def listener(_school: int, _ids: Sequence[int]) -> None:
            seen["chunks"] += 1
            if seen["chunks"] == number:
                harm()

        journal.connect({"order_placed": (listener,)})

    yield arrange
    journal.connect(wiring.LISTENERS)


def test_a_full_disk_of_the_database_keeps_whole_chunks_and_goes_on_later(
    committed_school: School,
    tmp_path: Path,
    on_chunk: OnChunk,
) -> None:
    run = start(committed_school, orders_file(tmp_path, rows(300)))
    on_chunk(2, DISK_FULL)

    with pytest.raises(FileUnreadable) as refusal:
        finish(run)

    assert refusal.value.problem == FileProblem.DISK_FULL
    assert "100" in words.error(refusal.value)
    with schools.inside(committed_school.pk):
        assert Order.objects.count() == 100
        assert ImportRun.objects.get().problem == FileProblem.DISK_FULL
    assert finish(run).tally == Tally(created=300)


def test_a_lost_database_keeps_whole_chunks_and_goes_on_later(
    committed_school: School,
    tmp_path: Path,
    on_chunk: OnChunk,
) -> None:
    run = start(committed_school, orders_file(tmp_path, rows(300)))
    on_chunk(3, AWAY)

    with pytest.raises(DatabaseError):
        finish(run)

    with schools.inside(committed_school.pk):
        assert (Order.objects.count(), ImportRun.objects.get().position) == (200, 201)
    assert finish(run).tally == Tally(created=300)


def test_a_row_that_kills_its_worker_every_time_ends_the_run(
    committed_school: School,
    tmp_path: Path,
) -> None:
    run = start(committed_school, orders_file(tmp_path, rows(10)))
    with schools.inside(committed_school.pk):
        ImportRun.objects.update(attempts=5, state="running", started_at=MONDAY)

    stopped = finish(run)

    assert (stopped.state, stopped.problem) == (RunState.FAILED, FileProblem.STUCK)


def test_a_full_disk_at_the_file_of_rejects_loses_no_row(
    committed_school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = [*rows(3), ["4", "", "", "", "", ""]]
    run = start(committed_school, orders_file(tmp_path, body))
    with monkeypatch.context() as full:
        full.setattr("provodnik.kernel.imports.rejects.os.fsync", no_space_left)
        with pytest.raises(FileUnreadable):
            finish(run)

    done = finish(run)

    assert done.tally == Tally(created=3, rejected=1)
    with schools.inside(committed_school.pk):
        assert services.summary(done).rejects_file is not None


def test_a_cancelled_run_keeps_what_is_loaded_and_may_be_loaded_again(
    committed_school: School, tmp_path: Path
) -> None:
    path = orders_file(tmp_path, rows(30))
    run = start(committed_school, path)
    with schools.inside(committed_school.pk):
        services.cancel(run.pk, now=MONDAY)

    assert finish(run).state == RunState.CANCELLED
    assert load(committed_school, path).tally == Tally(created=30)


def test_the_same_interrupted_file_started_again_is_the_same_run(
    committed_school: School,
    tmp_path: Path,
    on_chunk: OnChunk,
) -> None:
    path = orders_file(tmp_path, rows(300))
    run = start(committed_school, path)
    on_chunk(2, AWAY)
    with pytest.raises(DatabaseError):
        finish(run)

    again = start(committed_school, path)

    assert again.pk == run.pk
    assert finish(again).tally == Tally(created=300)
    assert start(committed_school, path).pk != run.pk


def test_a_second_file_waits_for_the_first(committed_school: School, tmp_path: Path) -> None:
    run = start(committed_school, orders_file(tmp_path, rows(3)))
    other = connections["owner"]
    key = (0x494D50 << 32) | committed_school.pk
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [key])

    with pytest.raises(SchoolBusy) as busy:
        finish(run)
    told: list[str] = []

    def wait() -> None:
        told.append(words.error(busy.value))
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])

    done = services.run_to_end(school_id=run.school_id, run_id=run.pk, now=MONDAY, on_wait=wait)

    assert (len(told), done.tally) == (1, Tally(created=3))


def test_the_place_is_given_back_after_a_fault(committed_school: School) -> None:
    with pytest.raises(ZeroDivisionError), alone_in_school(committed_school.pk):
        raise ZeroDivisionError

    with alone_in_school(committed_school.pk):
        pass


def test_a_worker_takes_up_a_run_nobody_carries(committed_school: School, tmp_path: Path) -> None:
    run = start(committed_school, orders_file(tmp_path, rows(3)))
    assert _jobs() == 1

    carry_on(school_id=committed_school.pk, run_id=run.pk)

    with schools.inside(committed_school.pk):
        assert ImportRun.objects.get().state == RunState.DONE
    carry_on(school_id=committed_school.pk, run_id=run.pk)
    assert _jobs() == 2


def test_a_stored_file_that_is_gone_ends_the_run_in_words(
    committed_school: School, tmp_path: Path
) -> None:
    run = start(committed_school, orders_file(tmp_path, rows(3, start=9000)))
    files.place(run.path).unlink()

    with pytest.raises(FileUnreadable):
        finish(run)

    with schools.inside(committed_school.pk):
        failed = ImportRun.objects.get()
    assert (failed.state, failed.problem) == (RunState.FAILED, FileProblem.GONE)
    assert words.file_problem(failed.problem, failed.problem_params)


_CARRY = """
import sys
from datetime import datetime
from django.conf import settings
from provodnik.config import start
start.django()
from django.db import connections
for alias in ("default", "owner"):
    connections[alias].settings_dict["NAME"] = sys.argv[1]
from provodnik.kernel.imports import services
services.run_to_end(school_id=int(sys.argv[2]), run_id=int(sys.argv[3]),
                    now=datetime.fromisoformat(sys.argv[4]), chunk_rows=50)
"""


def test_a_killed_process_leaves_whole_chunks_and_another_goes_on_from_there(
    committed_school: School, tmp_path: Path
) -> None:
    run = start(committed_school, orders_file(tmp_path, rows(5000)))
    name = str(connection.settings_dict["NAME"])
    told = [name, str(committed_school.pk), str(run.pk), MONDAY.isoformat()]
    child = subprocess.Popen(
        [sys.executable, "-c", _CARRY, *told],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "provodnik.config.settings"},
    )
    position = _wait_for_progress(committed_school, child)
    child.send_signal(signal.SIGKILL)
    child.wait()

    with schools.inside(committed_school.pk):
        halfway = ImportRun.objects.get()
        assert Order.objects.count() == halfway.position - 1 >= position - 1
        assert halfway.tally == Tally(created=halfway.position - 1)
        placed = JournalEntry.objects.filter(event__name="order_placed").count()
        assert placed == Order.objects.count() < 5000
    assert finish(halfway).tally == Tally(created=5000)
    with schools.inside(committed_school.pk):
        assert Order.objects.count() == 5000
        assert JournalEntry.objects.filter(event__name="payment_received").count() == 5000


def _wait_for_progress(school: School, child: subprocess.Popen[bytes]) -> int:
    for _ in range(600):
        with schools.inside(school.pk):
            position = ImportRun.objects.get().position
        if position > 100:
            return position
        assert child.poll() is None
        time.sleep(0.05)
    raise AssertionError("no progress in 30 s")


def _jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'imports.carry_on'"
        )
        return int(cursor.fetchone()[0])

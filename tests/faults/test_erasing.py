"""Every metric says after an erasure what it said before; the lake follows, whoever dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker, Settings

from provodnik.config import worker
from provodnik.config.tests.persons import BORIS, LATER, NATALIA, SECRETS, USERS_HEADER, live
from provodnik.connectors.getcourse.tests.exports import Loader, order, payment
from provodnik.facts.people.erasure import following
from provodnik.facts.people.erasure.models import Erasure
from provodnik.facts.people.erasure.services import erase
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import write_note
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import schools
from provodnik.kernel.imports import files
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.imports.types import RunState
from provodnik.kernel.models import School
from provodnik.lake import folder, layout, manifest, services
from provodnik.lake.engine import connect
from provodnik.lake.reading import forget
from provodnik.lake.types import FileKind
from provodnik.lake.verification import differences
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.measurement import Row
from tests.faults.conftest import address

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def lived(
    committed_school: School,
    tmp_path: Path,
    settings: Settings,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[School]:
    """A school with Natalia and Boris, its lake up to date, copies of their files kept."""
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    forget()
    with django_db_blocker.unblock():
        load = Loader(committed_school, tmp_path)
        load.rows("getcourse-users", [USERS_HEADER, NATALIA, BORIS])
        load.orders(
            order("501", user="70012", email="remizova@mail.ru"),
            order("503", user="70012", email="remizova@mail.ru", paid="2026-10-20 12:00"),
            order("502", user="70013", email="boris@mail.ru"),
        )
        load.payments(payment("9001", order="501", email="remizova@mail.ru"))
        with schools.inside(committed_school.pk):
            told = {c.email: c for c in Client.objects.all()}
            live(told["remizova@mail.ru"], make_staff("Анна Лебедева"), told["boris@mail.ru"])
        worker.run(wait=False)
        services.catch_up(now=NOW)
        yield committed_school
    forget()


def natalia_of(school: School) -> int:
    with schools.inside(school.pk):
        return Client.objects.get(email="remizova@mail.ru").pk


def erased(school: School) -> Erasure:
    with schools.inside(school.pk):
        return erase(natalia_of(school), request="письмо № 15", now=LATER, actor="system")


def figures(school: School) -> Mapping[str, object]:
    """Every metric as a whole and by each of its dimensions; a client's name is not a figure."""
    answers: dict[str, object] = {}
    for definition in DEFINITIONS.values():
        for by in (None, *definition.dims):
            found = services.measure(definition.name, school_id=school.pk, by=by, now=NOW)
            rows = sorted(repr(_without_names(row)) for row in found.rows)
            parts = (found.value, found.numerator, found.denominator, rows)
            answers[f"{definition.name} by {by}"] = parts
    return answers


def _without_names(row: Row) -> Mapping[str, object]:
    """A row without whose it is: the name is what an erasure takes."""
    dims = {name: value for name, value in row.dims.items() if name != "client"}
    return {**dims, **row.figures}


def said_in_lake() -> str:
    paths = [
        folder.absolute(file.path)
        for file in manifest.living()
        if file.kind in (FileKind.TAIL, FileKind.BASE)
    ]
    with connect() as duck:
        return repr(duck.execute(f"FROM {layout.files(paths)}").fetchall()).lower()


def copies(school: School) -> list[Path]:
    return list(files.place(f"imports/{school.pk}").iterdir())


def test_every_metric_says_what_it_said_before(lived: School) -> None:
    before = figures(lived)
    assert len(before) > 50
    done = erased(lived)

    assert following.finish(lived.pk, done.pk, now=NOW)
    services.catch_up(now=NOW)

    after = figures(lived)
    assert {name for name in before if before[name] != after[name]} == set()
    assert differences() == []


def test_the_lake_and_the_copies_forget_in_the_job_of_the_erasure(lived: School) -> None:
    assert copies(lived)
    assert any(secret in said_in_lake() for secret in SECRETS)
    erased(lived)

    worker.run(wait=False)

    services.catch_up(now=NOW)
    assert not any(secret in said_in_lake() for secret in SECRETS)
    assert (copies(lived), differences()) == ([], [])
    with schools.inside(lived.pk):
        done = Erasure.objects.get()
    assert done.lake_at is not None
    assert done.copies_at is not None


def test_entries_not_in_the_lake_yet_come_without_the_words(lived: School) -> None:
    with schools.inside(lived.pk):
        write_note(natalia_of(lived), text="тайна после выгрузки", now=LATER, actor="system")
    erased(lived)

    services.catch_up(now=NOW)
    worker.run(wait=False)

    assert not any(secret in said_in_lake() for secret in SECRETS)
    assert differences() == []


def test_killed_between_the_commit_and_the_lake_it_is_done_by_the_next_worker(
    lived: School, tmp_path: Path
) -> None:
    client_id = natalia_of(lived)
    with psycopg.connect(address("app")) as keeper:
        # The exporter's place is taken, so the command commits and then waits for the lake.
        keeper.execute("SELECT pg_advisory_xact_lock(%s)", [manifest.Work.EXPORT])
        command = _erase_command(client_id, lived, tmp_path)
        _wait_for_commit(command, client_id)
        os.kill(command.pid, signal.SIGKILL)
        command.communicate()
    assert any(secret in said_in_lake() for secret in SECRETS)
    assert differences() != []

    worker.run(wait=False)

    services.catch_up(now=NOW)
    assert not any(secret in said_in_lake() for secret in SECRETS)
    assert (copies(lived), differences()) == ([], [])


def test_an_erasure_waits_for_the_chunk_of_an_import_at_work(lived: School) -> None:
    """What a chunk has read of the person, it must not write after they are gone."""
    with schools.inside(lived.pk):
        ImportRun.objects.update(state=RunState.RUNNING.value, finished_at=None)
    with ThreadPoolExecutor(1) as beside:
        with psycopg.connect(address("app")) as chunk:
            chunk.execute("SELECT set_config('app.school', %s, true)", [str(lived.pk)])
            chunk.execute("SELECT 1 FROM kernel_importrun ORDER BY id LIMIT 1 FOR UPDATE")
            waiting = beside.submit(_erased_in_a_thread, lived)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=2)
            assert natalia_of(lived)
        assert waiting.result(timeout=30).erased_at == LATER


def _erased_in_a_thread(school: School) -> Erasure:
    try:
        return erased(school)
    finally:
        connections.close_all()


def _erase_command(client_id: int, school: School, home: Path) -> "subprocess.Popen[str]":
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "PROVODNIK"))},
        "DATABASE_URL": address("app"),
        "DATABASE_OWNER_URL": address("owner"),
        "DATABASE_LAKE_URL": address("lake"),
        "PROVODNIK_HOME": str(home),
    }
    command = [sys.executable, "-m", "provodnik.config.cli", "erase", f"client:{client_id}"]
    return subprocess.Popen(
        [*command, "--school", school.slug, "--reason", "письмо № 15", "--yes"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _wait_for_commit(command: "subprocess.Popen[str]", client_id: int) -> None:
    deadline = time.monotonic() + 60
    while not _is_tombstone(client_id):
        assert command.poll() is None, command.communicate()
        assert time.monotonic() < deadline, "nobody was erased"
        time.sleep(0.05)


def _is_tombstone(client_id: int) -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT erased_at IS NOT NULL FROM people_client WHERE id = %s", [client_id])
        row = cursor.fetchone()
    return bool(row and row[0])

"""Imports cut off in the middle: a clear line, nothing half-written, the same command goes on."""

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit, urlunsplit

import psycopg
import pytest

from provodnik.config import complaints
from provodnik.kernel.imports import words
from provodnik.kernel.imports.running import CHUNK_ROWS
from provodnik.kernel.imports.types import FileProblem
from provodnik.kernel.models import School
from tests.faults.conftest import Command, address
from tests.faults.orders import Held, export, held, written

pytestmark = pytest.mark.slow

MANY = CHUNK_ROWS * 2 + 5_000


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """An export of three chunks."""
    return export(tmp_path / "orders.csv", range(1, MANY + 1))


def _wait_for_a_chunk(process: "subprocess.Popen[str]", school: School) -> None:
    deadline = time.monotonic() + 60
    while not written(school):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, "no chunk was ever written"
        time.sleep(0.02)


def _stands_between_chunks(school: School) -> None:
    """Whole chunks only, and facts and journal agree."""
    stands_at = written(school)
    assert 0 < stands_at < MANY
    assert stands_at % CHUNK_ROWS == 0
    assert held(school) == Held.of(stands_at)


def test_a_killed_import_goes_on_where_it_stopped_and_ends_with_equal_totals(
    committed_school: School,
    many: Path,
    start_import: Command,
    finish_import: Callable[[Path], int],
) -> None:
    process = start_import(many)
    _wait_for_a_chunk(process, committed_school)

    os.kill(process.pid, signal.SIGKILL)
    process.communicate()

    _stands_between_chunks(committed_school)
    assert finish_import(many) == MANY
    assert held(committed_school) == Held.of(MANY)
    assert finish_import(many) == 0
    assert held(committed_school) == Held.of(MANY)


def test_a_database_that_goes_away_in_the_middle_is_said_and_the_import_goes_on_later(
    committed_school: School,
    many: Path,
    start_import: Command,
    finish_import: Callable[[Path], int],
    line: "Line",
) -> None:
    process = start_import(many, DATABASE_URL=line.address)
    _wait_for_a_chunk(process, committed_school)

    line.cut()
    _, complained = process.communicate(timeout=60)

    assert (process.returncode, complained.count("\n")) == (2, 1), complained
    assert str(complaints.in_words(psycopg.OperationalError())) in complained
    _stands_between_chunks(committed_school)
    assert finish_import(many) == MANY
    assert held(committed_school) == Held.of(MANY)


def test_a_disk_of_the_database_that_fills_in_the_middle_is_said_and_nothing_is_lost(
    committed_school: School,
    many: Path,
    start_import: Command,
    finish_import: Callable[[Path], int],
    full_disk: Callable[[], None],
) -> None:
    process = start_import(many)
    _, complained = process.communicate(timeout=120)

    assert (process.returncode, complained.count("\n")) == (2, 1), complained
    assert words.file_problem(FileProblem.DISK_FULL, {"rows": CHUNK_ROWS}) in complained
    _stands_between_chunks(committed_school)

    full_disk()
    assert finish_import(many) == MANY
    assert held(committed_school) == Held.of(MANY)


def test_a_disk_too_small_for_the_file_is_said_and_leaves_nothing(
    committed_school: School,
    many: Path,
    start_import: Command,
    finish_import: Callable[[Path], int],
    tmp_path: Path,
) -> None:
    """A disk of 1 MB, mounted in a namespace of our own where the home is."""
    kept = tmp_path / "home" / "files"
    kept.mkdir()
    mount = f'mount -t tmpfs -o size=1m none {kept} && exec "$0" "$@"'
    prefix = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount)
    if subprocess.run([*prefix, "true"], check=False).returncode:
        pytest.skip("this machine lets nobody mount")

    process = start_import(many, prefix=prefix)
    _, complained = process.communicate(timeout=60)

    assert (process.returncode, complained.count("\n")) == (2, 1), complained
    assert words.file_problem(FileProblem.DISK_FULL, {"rows": 0}) in complained
    assert held(committed_school) == Held.of(0)

    finish_import(many)
    assert held(committed_school) == Held.of(MANY)


def test_of_two_files_at_once_the_second_waits_and_both_are_loaded(
    committed_school: School, tmp_path: Path, start_import: Command
) -> None:
    count = CHUNK_ROWS // 4
    first = export(tmp_path / "first.csv", range(1, count + 1))
    second = export(tmp_path / "second.csv", range(count // 2, 2 * count + 1))

    both = [start_import(first), start_import(second)]
    ends = [process.communicate(timeout=120) for process in both]

    assert [process.returncode for process in both] == [0, 0], ends
    assert held(committed_school) == Held.of(2 * count)


class Line:
    """A socket between a command and the database, which can be cut and stays so."""

    def __init__(self, folder: Path) -> None:
        parts = urlsplit(address("app"))
        query = parse_qs(parts.query)
        name = f".s.PGSQL.{query.get('port', ['5432'])[0]}"
        self._server = f"{query['host'][0]}/{name}"
        told = f"host={folder}&port={query.get('port', ['5432'])[0]}"
        self.address = urlunsplit(parts._replace(query=told))
        self._open: list[socket.socket] = []
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(folder / name))
        self._door.listen()
        threading.Thread(target=self._let_in, daemon=True).start()

    def cut(self) -> None:
        """As if the server's machine went off."""
        for end in (self._door, *self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _let_in(self) -> None:
        while True:
            try:
                ours, _ = self._door.accept()
            except OSError:
                return
            theirs = socket.socket(socket.AF_UNIX)
            theirs.connect(self._server)
            self._open += [ours, theirs]
            for pair in ((ours, theirs), (theirs, ours)):
                threading.Thread(target=_carry, args=pair, daemon=True).start()


def _carry(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


@pytest.fixture
def line(committed_school: School, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    line = Line(tmp_path_factory.mktemp("line"))
    yield line
    line.cut()


@pytest.fixture
def full_disk(committed_school: School) -> Iterator[Callable[[], None]]:
    """The server finds no space for orders of the second chunk, until this is called."""
    with psycopg.connect(address("owner"), autocommit=True) as owner:
        owner.execute(
            f"""CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.external_id::int > {CHUNK_ROWS} THEN
                  RAISE 'could not extend file: No space left on device' USING ERRCODE = '53100';
                END IF; RETURN NEW; END $$"""
        )
        owner.execute(
            "CREATE TRIGGER no_space BEFORE INSERT ON sales_order"
            " FOR EACH ROW EXECUTE FUNCTION no_space()"
        )

        def make_room() -> None:
            owner.execute("DROP FUNCTION IF EXISTS no_space CASCADE")

        yield make_room
        make_room()

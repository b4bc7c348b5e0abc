"""`provodnik serve` with real processes: whatever is killed comes back, and it ends in order."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from provodnik.config import cli, serve
from provodnik.config.postgres import processes
from provodnik.config.postgres.types import Layout
from provodnik.config.serve import Child
from tests.runtime import processes as processes_of
from tests.runtime.homes import fresh_home
from tests.runtime.processes import eventually, kill, read_line

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """One home for all tests here: its tables are made once."""
    yield from fresh_home()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(home: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = processes_of.serving(home, port)
    try:
        assert read_line(process) == f"http://127.0.0.1:{port}", (home / "serve.log").read_text()
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=40)


def children(parent: int) -> list[int]:
    """The processes started by a process, oldest first."""
    return sorted(
        int(status.parent.name)
        for status in Path("/proc").glob("[0-9]*/stat")
        if _parent(status) == parent
    )


def _parent(status: Path) -> int | None:
    try:
        return int(status.read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return None


def command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def child(parent: int, word: str) -> int:
    return next(pid for pid in children(parent) if word in command(pid))


def test_it_serves_brings_back_what_is_killed_and_ends_in_order(home: Path) -> None:
    port, layout = free_port(), Layout(home)
    with serving(home, port) as supervisor:
        site, worker = child(supervisor.pid, "granian"), child(supervisor.pid, "cli worker")

        kill(site)
        eventually(lambda: site not in children(supervisor.pid))
        eventually(lambda: serve.answers("127.0.0.1", port), timeout=90)

        kill(worker)
        eventually(lambda: [p for p in children(supervisor.pid) if p not in (site, worker)][1:])

        first = processes.postmaster(layout)
        assert first is not None
        kill(first)
        eventually(lambda: processes.postmaster(layout) not in (None, first))
        eventually(lambda: processes.answers(layout))
        eventually(lambda: serve.answers("127.0.0.1", port), timeout=90)

        supervisor.send_signal(signal.SIGTERM)
        supervisor.wait(timeout=40)

    assert supervisor.returncode == 0
    assert not serve.answers("127.0.0.1", port)
    assert processes.postmaster(layout) is None


def test_a_killed_supervisor_takes_its_children_along(home: Path) -> None:
    port = free_port()
    with serving(home, port) as supervisor:
        left = children(supervisor.pid)
        kill(supervisor.pid)
        supervisor.wait()
        eventually(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in left))
        eventually(lambda: not serve.answers("127.0.0.1", port))

    with serving(home, port) as again:
        assert again.poll() is None


@pytest.mark.usefixtures("committed_school")
def test_a_taken_port_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        code = cli.main(["serve", "--port", str(port)])

    said = capsys.readouterr().err
    assert (code, said.count("\n")) == (2, 1)
    assert str(port) in said


def test_pauses_grow_and_stay_bearable() -> None:
    assert [serve.pause_seconds(deaths) for deaths in (1, 2, 3, 4, 9)] == [0, 1, 2, 4, 30]


def test_a_child_that_dies_again_and_again_waits_longer_each_time() -> None:
    child = Child("brief", ["false"])
    deaths = []
    for now in range(12):
        child.keep_up(float(now))
        if child.process:
            child.process.wait()
        deaths.append(child.deaths)

    assert deaths == [0, 1, 1, 2, 2, 3, 3, 3, 4, 4, 4, 4]


def test_a_child_that_stayed_up_starts_afresh() -> None:
    child = Child("steady", ["false"], deaths=7)
    child.keep_up(0.0)
    assert child.process
    child.process.wait()

    child.keep_up(1000.0)

    assert (child.deaths, child.start_at) == (1, 1000.0)


def test_a_child_that_does_not_stop_is_killed() -> None:
    child = Child("stubborn", ["sh", "-c", "trap '' TERM; echo; while :; do sleep 0.1; done"])
    child.keep_up(0.0)
    time.sleep(0.3)

    child.ask_to_stop()
    child.end(time.monotonic() + 0.2)

    assert child.process
    assert child.process.returncode == -signal.SIGKILL

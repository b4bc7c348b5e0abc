"""What runs on a data folder right now, read from /proc and proved by a real connection."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from provodnik.config.postgres.errors import CannotStart
from provodnik.config.postgres.types import SUPERUSER, Layout

_PATIENCE_SECONDS = 3


def answers(layout: Layout) -> bool:
    """Whether the cluster takes connections. Nothing else is proof that it runs."""
    try:
        with psycopg.connect(layout.url(SUPERUSER, "postgres"), connect_timeout=2):
            return True
    except psycopg.OperationalError as refused:
        # Too many connections is an answer too: the server is up, and busy.
        return "too many clients" in str(refused)


def postmaster(layout: Layout) -> int | None:
    """The PID in postmaster.pid if that is a live postgres on this data; else None."""
    pid = written_pid(layout)
    return pid if pid is not None and _serves(pid, layout.data) else None


def written_pid(layout: Layout) -> int | None:
    """The PID that postmaster.pid names, alive or not."""
    try:
        return int((layout.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def is_alive(pid: int) -> bool:
    """Whether the PID is taken, be it by a zombie or by somebody else's process."""
    return Path(f"/proc/{pid}").exists()


def end_orphans(layout: Layout) -> None:
    """End backends that outlived a killed postmaster: nobody may write beside the next one.

    They leave by themselves unless they are deep in a computation. Killing them is safe:
    their transactions never committed, and recovery follows anyway.

    Raises:  CannotStart: some of them belong to another user
    """
    began = time.monotonic()
    while orphans := list(_on(layout.data)):
        waited = time.monotonic() - began
        if waited > 2 * _PATIENCE_SECONDS:
            raise CannotStart(
                "Processes of an earlier database (%(pids)s) do not end: end them by hand.",
                pids=", ".join(map(str, orphans)),
            )
        for pid in orphans:
            _signal(pid, signal.SIGKILL if waited > _PATIENCE_SECONDS else signal.SIGQUIT)
        time.sleep(0.05)


def _on(data: Path) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _serves(int(entry.name), data):
            yield int(entry.name)


def _serves(pid: int, data: Path) -> bool:
    """Every process of a cluster works in its data folder. A zombie has no folder any more."""
    process = Path("/proc") / str(pid)
    try:
        return (
            process.joinpath("comm").read_text().startswith("postgres")
            and process.joinpath("cwd").readlink() == data.resolve()
        )
    except OSError:
        return False


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return

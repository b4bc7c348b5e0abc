"""The supervisor: the site and the worker as child processes, and the database under them.

Whatever is killed comes back, with growing pauses if it dies again and again. Killed itself, it
takes its children along, so that the next start finds a free port.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

import structlog

from provodnik.config.postgres import PostgresError

log = structlog.get_logger(__name__)

_TICK_SECONDS = 0.25
_DATABASE_CHECK_SECONDS = 2.0
_STOP_SECONDS = 15.0
_STEADY_SECONDS = 60.0
_LONGEST_PAUSE_SECONDS = 30.0
_PR_SET_PDEATHSIG = 1
_STDERR = 2  # our own output says one thing: where the site is
_libc = ctypes.CDLL(None)


def pause_seconds(deaths: int) -> float:
    """How long to wait before the next start: at once, then 1, 2, 4… and at most 30 seconds."""
    return 0.0 if deaths <= 1 else min(_LONGEST_PAUSE_SECONDS, 2.0 ** (deaths - 2))


@dataclass(slots=True)
class Child:
    """A process that should be running. Deaths in a row are forgotten once it has stayed up."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    start_at: float = 0.0
    started_at: float = field(default=0.0)

    def keep_up(self, now: float) -> None:
        """Start it if it is due, notice it if it has died. `now` is a monotonic clock."""
        if self.process is None:
            if now >= self.start_at:
                self._start(now)
        elif (code := self.process.poll()) is not None:
            self.deaths = 1 if now - self.started_at > _STEADY_SECONDS else self.deaths + 1
            self.start_at = now + pause_seconds(self.deaths)
            _end_group(self.process.pid)
            self.process = None
            log.warning("child died", child=self.name, code=code, deaths=self.deaths)

    def _start(self, now: float) -> None:
        self.started_at = now
        # Its own session: Ctrl-C reaches us alone, and we stop it in order. The hook between
        # fork and exec is safe here: a supervisor has one thread.
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            env={**os.environ, **self.environment},
            stdout=_STDERR,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509
        )
        log.info("child started", child=self.name, pid=self.process.pid)

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait until it has stopped; past the deadline, kill it."""
        if not self.process:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.warning("child killed", child=self.name)
            self.process.kill()
            self.process.wait()
        _end_group(self.process.pid)


@dataclass(slots=True)
class Supervisor:
    """Keeps children and the database up until it is told to stop.

    `ensure_database` brings the database back if it has gone; `on_ready` is called once, when
    the site first answers.
    """

    children: Sequence[Child]
    ensure_database: Callable[[], object]
    is_ready: Callable[[], bool]
    on_ready: Callable[[], None]
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Until SIGTERM or SIGINT; then every child is stopped in order."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stopping.set())
        try:
            self._watch()
        finally:
            self._stop()

    def _watch(self) -> None:
        ready, check_at = False, time.monotonic() + _DATABASE_CHECK_SECONDS
        while not self._stopping.wait(_TICK_SECONDS if ready else 0.05):
            now = time.monotonic()
            if now >= check_at:
                self._check_database()
                check_at = time.monotonic() + _DATABASE_CHECK_SECONDS
            for child in self.children:
                child.keep_up(now)
            if not ready and self.is_ready():
                ready = True
                self.on_ready()

    def _check_database(self) -> None:
        try:
            self.ensure_database()
        except PostgresError as error:
            log.error("database is away", why=str(error))

    def _stop(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + _STOP_SECONDS
        for child in self.children:
            child.end(deadline)


def site(host: str, port: int) -> Child:
    """The web server. PROVODNIK_WEB_PROCESSES and PROVODNIK_WEB_THREADS set its size."""
    processes = os.environ.get("PROVODNIK_WEB_PROCESSES") or str(min(2, os.cpu_count() or 1))
    threads = os.environ.get("PROVODNIK_WEB_THREADS", "4")
    address = ["--host", host, "--port", str(port)]
    size = ["--workers", processes, "--blocking-threads", threads, "--respawn-failed-workers"]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", *address, *size]
    command += ["--log-level", "error", "provodnik.config.wsgi:application"]
    return Child("site", command, {"PROVODNIK_POOL": "1"})


def worker() -> Child:
    """The process of background jobs."""
    return Child("worker", [sys.executable, "-m", "provodnik.config.cli", "worker"])


def answers(host: str, port: int) -> bool:
    """Whether the site answers a request, whatever it says."""
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


def _end_group(leader: int) -> None:
    """End what a dead child left: processes of a killed web server serve on and hold the port."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def _die_with_parent() -> None:
    """Ask the kernel for SIGTERM when the supervisor is gone, be it by kill -9."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)

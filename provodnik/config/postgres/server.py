"""Starting and stopping the embedded server. Called under the start lock only."""

import errno
import locale
import os
import shlex
import shutil
import time
from pathlib import Path

from provodnik.config.postgres import binaries, processes
from provodnik.config.postgres.account import Account, account, require_reach
from provodnik.config.postgres.binaries import Binaries
from provodnik.config.postgres.errors import CannotStart, DiskFull, PostgresError
from provodnik.config.postgres.types import SUPERUSER, Layout

_START_SECONDS = 60
_LOG_LINES = 5
_TEST_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "300",
}


def make_root(layout: Layout) -> None:
    """Make the folder that holds the locks.

    Raises:  CannotStart: home cannot be written
    """
    try:
        layout.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(layout, error) from error


def start(layout: Layout, *, for_tests: bool) -> None:
    """Have a server that answers: find it running, or start it, or make it first.

    A server `for_tests` does not wait for the disk: fast, and lost with the machine's power.

    Raises:  PostgresError: with one line that says what to do
    """
    if processes.answers(layout):
        return
    if processes.postmaster(layout) and _comes_up(layout):
        return
    made_by = binaries.major_of(layout.data)
    found = binaries.find(made_by)
    who = account(layout.data)
    _make_folders(layout, who)
    require_reach(who, layout.root, found.program("postgres"))
    if made_by is None:
        _initialise(layout, found, who, for_tests=for_tests)
    _forget_the_dead(layout)
    _launch(layout, found, who, _settings(layout) | (_TEST_SETTINGS if for_tests else {}))


def stop(layout: Layout) -> None:
    """Stop the server if it runs: open transactions are undone, everything is written."""
    if processes.postmaster(layout) is None:
        return
    found = binaries.find(binaries.major_of(layout.data))
    command = [found.program("pg_ctl"), "-D", str(layout.data), "-m", "fast", "-w", "stop"]
    account(layout.data).run(command, folder=layout.data)


def _comes_up(layout: Layout) -> bool:
    """Wait for a server that another command starts or stops. False when it has ended."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if processes.answers(layout):
            return True
        if processes.postmaster(layout) is None:
            return False
        time.sleep(0.05)
    raise CannotStart(
        "The database in %(folder)s runs and does not answer at %(sockets)s.",
        folder=layout.data,
        sockets=layout.sockets,
    )


def _make_folders(layout: Layout, who: Account) -> None:
    folders = [layout.root, layout.sockets, layout.log]
    try:
        for folder in folders:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        who.own(*folders, *filter(Path.exists, [layout.data]))
    except OSError as error:
        raise _unwritable(layout, error) from error
    # Outside home a stranger could have laid the folder first, and would sit between us.
    sockets = layout.sockets.lstat()
    ours = {os.geteuid(), who.user.uid if who.user else os.geteuid()}
    if sockets.st_uid not in ours or sockets.st_mode & 0o077:
        raise CannotStart("The folder %(folder)s must belong to you alone.", folder=layout.sockets)


def _unwritable(layout: Layout, error: OSError) -> PostgresError:
    if error.errno == errno.ENOSPC:
        return _disk_full(layout)
    return CannotStart(
        "Cannot write to %(folder)s: %(why)s", folder=layout.root, why=error.strerror
    )


def _initialise(layout: Layout, found: Binaries, who: Account, *, for_tests: bool) -> None:
    """Make an empty cluster, whole or not at all."""
    fresh = layout.root / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    command = [found.program("initdb"), "-D", str(fresh), *_initdb_flags(found.major)]
    command += ["--no-sync"] if for_tests else []
    done = who.run(command, folder=layout.root)
    if done.returncode != 0:
        raise explained(done.stdout, layout)
    fresh.rename(layout.data)


def _initdb_flags(major: int) -> list[str]:
    """Code point order everywhere, right case folding of Cyrillic where the version has it.

    The character types of C.UTF-8 are for pg_trgm: under plain C it sees no letter in a
    Cyrillic word, and its index finds nothing to narrow by.
    """
    collation = ["--locale=C", f"--lc-ctype={_character_types()}"]
    match major:
        case 16:
            provider = []
        case 17:
            provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        case _:
            provider = ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"]
    who = [f"--username={SUPERUSER}", "--auth-local=trust", "--auth-host=reject"]
    return [*who, "--encoding=UTF8", *provider, *collation]


def _character_types() -> str:
    """C.UTF-8 where the machine's C library has it, as all of today's do."""
    kept = locale.setlocale(locale.LC_CTYPE)
    try:
        return locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, kept)


def _forget_the_dead(layout: Layout) -> None:
    """Clear what a killed server left, once nothing of it runs any more.

    PostgreSQL clears a stale postmaster.pid itself, and checks shared memory as it does. It
    gives up only where the PID is taken: by a zombie, or by a stranger after a restart.
    """
    processes.end_orphans(layout)
    pid = processes.written_pid(layout)
    if pid is not None and processes.is_alive(pid):
        (layout.data / "postmaster.pid").unlink(missing_ok=True)
        for lock in layout.sockets.glob(".s.PGSQL.*.lock"):
            lock.unlink(missing_ok=True)


def _launch(layout: Layout, found: Binaries, who: Account, settings: dict[str, str]) -> None:
    first_words = layout.log / "start.log"
    first_words.unlink(missing_ok=True)
    options = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in settings.items())
    command = [found.program("pg_ctl"), "-D", str(layout.data), "-l", str(first_words)]
    command += ["-w", "-t", str(_START_SECONDS), "-o", options, "start"]
    done = who.run(command, folder=layout.data)
    if not processes.answers(layout):
        raise explained(done.stdout + _last_words(layout), layout)


def _last_words(layout: Layout) -> str:
    """What the server wrote lately: its first words stand apart from its later log."""
    logs = sorted(layout.log.glob("*.log"), key=lambda log: log.stat().st_mtime)
    return "".join(log.read_text(errors="replace")[-2000:] for log in logs[-2:])


def _settings(layout: Layout) -> dict[str, str]:
    """Settings of the server, given at each start so that a newer version brings newer ones."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    shared = max(64, min(1024, memory_mb // 8))
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(layout.sockets),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": f"{shared}MB",
        "effective_cache_size": f"{max(shared, memory_mb // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # One file a weekday, each begun anew after a week.
        "logging_collector": "on",
        "log_directory": str(layout.log),
        "log_filename": "postgres-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        # Statements carry people's names: an error is logged without them.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_checkpoints": "off",
    }


def explained(output: str, layout: Layout) -> PostgresError:
    """The error that the words of PostgreSQL mean."""
    if "No space left on device" in output:
        return _disk_full(layout)
    last = " | ".join(output.strip().splitlines()[-_LOG_LINES:])
    return CannotStart("The database did not start: %(last)s", last=last)


def _disk_full(layout: Layout) -> DiskFull:
    return DiskFull(
        "The disk that holds %(folder)s is full: free some space and run the command again."
        " What was saved before is safe.",
        folder=layout.root,
    )

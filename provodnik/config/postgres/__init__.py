"""The embedded PostgreSQL: every command finds it or starts it, and the last one stops it.

Promises: `DATABASE_URL` wins; two commands at once start one server; a server or a command
that was killed is noticed, and what was committed is there again; no data is opened by a
PostgreSQL of another major version. Why it is done so: docs/adr/0002-embedded-postgres.md.
"""

import atexit
import os
from pathlib import Path

from provodnik.config.postgres import processes, roles, server
from provodnik.config.postgres.errors import PostgresError
from provodnik.config.postgres.locks import Users, alone
from provodnik.config.postgres.types import Layout, Urls, given_urls

__all__ = ["Layout", "PostgresError", "Urls", "ensure", "is_embedded", "leave", "urls"]

_users = Users()


def urls(home: Path) -> Urls:
    """The addresses of the database, known without starting anything."""
    return given_urls(os.environ) or Layout(home.resolve()).urls()


def is_embedded() -> bool:
    """Whether the database is ours to start: nobody named another one."""
    return given_urls(os.environ) is None


def ensure(home: Path) -> Urls:
    """Have a database that answers, and count this process among its users until it ends.

    Cost: about 1 s for the first time in a home, 0.2 s for a stopped server, 10 ms for a
    running one. May be called again, also to bring back a server that was killed.

    Raises:  PostgresError: one line that says what to do
    """
    if given := given_urls(os.environ):
        return given
    layout = Layout(home.resolve())
    if not (_users.is_in(layout.users_lock) and processes.answers(layout)):
        _join(layout)
    return layout.urls()


def leave(home: Path) -> None:
    """Stop using the embedded server; the last user stops it. Runs by itself at exit."""
    layout = Layout(home.resolve())
    if not _users.is_in(layout.users_lock) or not layout.root.exists():
        return
    with alone(layout.start_lock):
        if _users.leave(layout.users_lock):
            server.stop(layout)


def _join(layout: Layout) -> None:
    for_tests = os.environ.get("PROVODNIK_TEST_CLUSTER") == "1"
    server.make_root(layout)
    with alone(layout.start_lock):
        server.start(layout, for_tests=for_tests)
        roles.prepare(layout, for_tests=for_tests)
        if not _users.is_in(layout.users_lock):
            _users.join(layout.users_lock)
            atexit.register(leave, layout.home)

"""One import at a time in a school: two files at once would wait for each other's rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, connection

from provodnik.kernel.imports.errors import SchoolBusy

# «Provodnik imports», so that no other advisory lock of ours meets these keys.
_SPACE = 0x494D50 << 32


@contextmanager
def alone_in_school(school_id: int, *, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the school's place for imports. A process that dies gives it back.

    With `on_wait` it is called when the place is taken, and then we wait; without, we don't.

    Raises:  SchoolBusy
    """
    key = _SPACE | school_id
    if not _ask("SELECT pg_try_advisory_lock(%s)", key):
        if on_wait is None:
            raise SchoolBusy
        on_wait()
        _ask("SELECT pg_advisory_lock(%s)", key)
    try:
        yield
    finally:
        try:
            _ask("SELECT pg_advisory_unlock(%s)", key)
        except (DatabaseError, InterfaceError):
            # The connection is gone, and the lock with it; the next query opens another.
            connection.close()


def is_held(school_id: int) -> bool:
    """Whether some process carries an import of the school right now. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.objsubid = 1"
            " AND l.classid::bigint = %s AND l.objid::bigint = %s)",
            [_SPACE >> 32, school_id],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def _ask(question: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [key])
        row = cursor.fetchone()
    return bool(row and row[0])

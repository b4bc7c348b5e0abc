"""Work that one process does at a time, whatever happens to the process that does it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, connection

# «Provodnik alone», so that no other advisory lock of ours meets these keys.
_SPACE = 0x414C


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether the name's place was free; then it is held until the end, or until we die.

    A lock of a job queue outlives a killed worker until somebody notices; this one dies with the
    connection. Called outside transactions.
    """
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], signed=True)
    if not _ask("SELECT pg_try_advisory_lock(%s, %s)", key):
        yield False
        return
    try:
        yield True
    finally:
        try:
            _ask("SELECT pg_advisory_unlock(%s, %s)", key)
        except (DatabaseError, InterfaceError):
            # The connection is gone, and the lock with it; the next query opens another.
            connection.close()


def _ask(question: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [_SPACE, key])
        row = cursor.fetchone()
    return bool(row and row[0])

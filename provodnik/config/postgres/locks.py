"""Locks between processes. The kernel lets go of them when a process dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until nobody else is inside with this file, then be inside."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Users:
    """The processes that use one cluster: each holds a shared lock as long as it lives."""

    def __init__(self) -> None:
        self._held: dict[Path, tuple[int, IO[str]]] = {}

    def join(self, path: Path) -> None:
        """Count this process among the users. A second call changes nothing."""
        if not self.is_in(path):
            file = path.open("a")
            fcntl.flock(file, fcntl.LOCK_SH)
            self._held[path] = (os.getpid(), file)

    def is_in(self, path: Path) -> bool:
        """Whether this very process joined; a fork of one that did has not."""
        held = self._held.get(path)
        return held is not None and held[0] == os.getpid()

    def leave(self, path: Path) -> bool:
        """Stop counting this process; True if it was the last one."""
        if not self.is_in(path):
            return False
        _, file = self._held.pop(path)
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        return True

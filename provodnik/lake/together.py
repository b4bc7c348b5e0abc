"""Several questions answered from one state of the lake, found out once.

A page of a dozen figures would ask PostgreSQL the same small questions for each of them,
and two figures could tell of different minutes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import cast

_held: ContextVar[dict[tuple[str, int], object] | None] = ContextVar("lake_held", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Inside, the school, the lake's files and names of merged clients are read once."""
    if _held.get() is not None:
        yield
        return
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def once[Found](what: str, school_id: int, read: Callable[[], Found]) -> Found:
    """`read()`, or what it gave before to somebody inside the same `together`."""
    held = _held.get()
    if held is None:
        return read()
    key = (what, school_id)
    if key not in held:
        held[key] = read()
    return cast("Found", held[key])

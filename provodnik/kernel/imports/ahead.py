"""Reading a file while the database takes what was read before."""

import sys
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

_END = object()
# The database's connection wakes hundreds of times a chunk and would each time wait for the
# reader to let go of the interpreter, 5 ms by default.
_TURN_SECONDS = 0.0005


def ahead[T](items: Iterator[T]) -> Generator[T]:
    """The same items; the next one is made in a thread while the last one is used.

    `items` must not ask the database: its connection belongs to the thread it is used in.
    What making an item raises comes after the items before it.
    """
    with _short_turns(), ThreadPoolExecutor(1, "reads-ahead") as reader:
        coming = reader.submit(next, items, _END)
        while (item := coming.result()) is not _END:
            coming = reader.submit(next, items, _END)
            yield item  # type: ignore[misc]  # only the end is no T


@contextmanager
def _short_turns() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)

"""Reading a file while the database takes what was read before."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor

_END = object()


def ahead[T](items: Iterator[T]) -> Generator[T]:
    """The same items; the next one is made in a thread while the last one is used.

    `items` must not ask the database: its connection belongs to the thread it is used in.
    What making an item raises comes after the items before it.
    """
    with ThreadPoolExecutor(1, "reads-ahead") as reader:
        coming = reader.submit(next, items, _END)
        while (item := coming.result()) is not _END:
            coming = reader.submit(next, items, _END)
            yield item  # type: ignore[misc]  # only the end is no T

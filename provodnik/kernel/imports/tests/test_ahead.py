"""Reading ahead: nothing lost, nothing out of turn, nobody left behind."""

import threading
from collections.abc import Iterator

import pytest

from provodnik.kernel.imports.ahead import ahead


def test_all_items_come_in_their_order() -> None:
    assert list(ahead(iter(range(100)))) == list(range(100))
    assert list(ahead(iter([]))) == []


def test_the_next_item_is_made_while_the_last_one_is_used() -> None:
    is_made = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        is_made.set()
        yield 2

    coming = ahead(items())

    assert next(coming) == 1
    assert is_made.wait(timeout=10)
    coming.close()


def test_what_breaks_the_reading_comes_after_the_items_before_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("torn")

    coming = ahead(items())

    assert next(coming) == 1
    with pytest.raises(OSError, match="torn"):
        next(coming)


def test_closing_waits_for_the_reader() -> None:
    coming = ahead(iter(range(10)))
    next(coming)

    coming.close()

    assert not [t for t in threading.enumerate() if t.name.startswith("reads-ahead")]

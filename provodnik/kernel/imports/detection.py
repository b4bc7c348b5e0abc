"""Which kind of import a file is, by the titles of its columns."""

from collections.abc import Sequence
from pathlib import Path

from provodnik.kernel.imports.columns import Recogniser
from provodnik.kernel.imports.kinds import ImportKind, kinds
from provodnik.kernel.imports.tables import open_table
from provodnik.kernel.imports.types import CUSTOM, Certainty, ColumnGuess


def likely_kind(path: Path, *, encoding: str = "") -> str | None:
    """The kind whose titles the header holds most; None when no kind knows two of them.

    A kind all of whose needs are met comes before one that lacks a column.

    Raises:  FileUnreadable: it is no table, or its letters can't be read
    """
    known = {name: Recogniser(kind.columns) for name, kind in kinds().items()}

    def is_title(title: str) -> bool:
        return any(recogniser.is_title(title) for recogniser in known.values())

    with open_table(path, is_title=is_title, encoding=encoding or None) as table:
        scores = {
            name: _score(kinds()[name], one.guess(table.header, {})) for name, one in known.items()
        }
    best = max(scores, key=lambda name: scores[name], default=None)
    return best if best is not None and scores[best][1] >= _ENOUGH_TITLES else None


_ENOUGH_TITLES = 2


def _score(kind: ImportKind, guesses: Sequence[ColumnGuess]) -> tuple[bool, int]:
    """(are the needs met, how many columns of its own the kind knows for certain)."""
    sure = [
        guess.target
        for guess in guesses
        if guess.certainty is Certainty.SURE and guess.target != CUSTOM
    ]
    is_whole = all(not set(need.any_of).isdisjoint(sure) for need in kind.needs)
    return is_whole, len(sure)

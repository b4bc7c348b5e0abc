"""Which column of a file is which: exact titles are sure, near ones are guesses to confirm."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from provodnik.kernel.imports.errors import FileUnreadable
from provodnik.kernel.imports.types import (
    CUSTOM,
    IGNORE,
    Certainty,
    ColumnGuess,
    FileProblem,
    KnownColumn,
    Need,
)

# What our own file of rejected rows adds in front of a row; it may be sent back corrected.
REJECTS_HEADER = ("line", "column", "reason")
_LIKENESS = 0.8
_CURRENCY = re.compile(r"^(.*?)\s*,?\s+(rub|руб\.?|usd|eur|kzt|uah|byn|[a-z]{3})$")
_ROUBLES = frozenset({"RUB", "РУБ", "РУБ."})
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Binding:
    """Where each target stands in a row. `many` and custom targets list (key, position)."""

    header: tuple[str, ...]
    at: Mapping[str, int]
    kept: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    currency: str | None = None

    def title(self, target: str) -> str:
        """The file's own name of a column, for messages."""
        return self.header[self.at[target]].strip() if target in self.at else target


def folded(title: str) -> str:
    """A title without case, outer quotes, ё and surplus spaces."""
    text = _SPACES.sub(" ", title.replace("\ufeff", "").strip().strip('"')).strip()
    return text.casefold().replace("ё", "е")


class Recogniser:
    """Knows the titles of one kind of import."""

    def __init__(self, columns: Sequence[KnownColumn]) -> None:
        self._columns = {column.target: column for column in columns}
        self._targets = {folded(title): column for column in columns for title in column.titles}
        self._prefixed = [column for column in columns if column.prefix]
        # A kind that keeps no own fields leaves out what it does not know.
        self._unknown = CUSTOM if CUSTOM in self._columns else IGNORE

    def is_title(self, title: str) -> bool:
        """True for a header we know for certain."""
        return self._sure(folded(title))[0] is not None

    def guess(
        self, header: Sequence[str], mapping: Mapping[str, str], rows: Sequence[Sequence[str]] = ()
    ) -> tuple[ColumnGuess, ...]:
        """A guess for every column. A saved `mapping` (key → target) wins over ours.

        A title that repeats is known the first time; later ones become own fields under a
        numbered key. Near titles are only taken for targets nobody else holds.
        """
        keys = _numbered(header)
        guesses = [self._exact(*named, mapping) for named in zip(header, keys, strict=True)]
        taken = {guess.target for guess in guesses}
        guesses = [self._once(guess, guesses[:at]) for at, guess in enumerate(guesses)]
        guesses = [self._near(guess, taken) for guess in guesses]
        return tuple(_with_samples(guess, at, rows) for at, guess in enumerate(guesses))

    def _exact(self, title: str, key: str, mapping: Mapping[str, str]) -> ColumnGuess:
        column, currency = self._sure(folded(title))
        if key in mapping:
            return ColumnGuess(title, key, mapping[key], Certainty.SURE, currency)
        if not folded(title) or folded(title) in REJECTS_HEADER:
            return ColumnGuess(title, key, IGNORE, Certainty.IGNORED)
        if column is None:
            return self._by_prefix(title, key)
        return ColumnGuess(title, key, column.target, Certainty.SURE, currency)

    def _by_prefix(self, title: str, key: str) -> ColumnGuess:
        name = title.strip()
        for column in self._prefixed:
            rest = name.removeprefix(column.prefix).strip()
            if rest and rest != name:
                return ColumnGuess(title, rest, column.target, Certainty.SURE)
        return ColumnGuess(title, key, self._unknown, Certainty.UNKNOWN)

    def _sure(self, title: str) -> tuple[KnownColumn | None, str | None]:
        if column := self._targets.get(title):
            return column, None
        if parts := _CURRENCY.match(title):
            column = self._targets.get(parts[1])
            code = parts[2].upper()
            if column and column.money:
                return column, "RUB" if code in _ROUBLES else code
        return None, None

    def _once(self, guess: ColumnGuess, earlier: Sequence[ColumnGuess]) -> ColumnGuess:
        column = self._columns.get(guess.target)
        if column is None or column.many or guess.target not in {e.target for e in earlier}:
            return guess
        return ColumnGuess(guess.header, guess.key, self._unknown, Certainty.UNKNOWN)

    def _near(self, guess: ColumnGuess, taken: set[str]) -> ColumnGuess:
        if guess.certainty is not Certainty.UNKNOWN:
            return guess
        free = {
            title: column
            for title, column in self._targets.items()
            if column.target not in taken and not column.many
        }
        close = get_close_matches(folded(guess.header), free, n=1, cutoff=_LIKENESS)
        close = close or [title for title in free if _holds_words(guess.header, title)]
        if not close:
            return guess
        target = free[close[0]].target
        taken.add(target)
        return ColumnGuess(guess.header, guess.key, target, Certainty.GUESSED)


def bind(
    guesses: Sequence[ColumnGuess], columns: Sequence[KnownColumn], needs: Sequence[Need]
) -> Binding:
    """Positions of sure columns. A guess that nobody confirmed is kept as an own field.

    Raises:  FileUnreadable: a needed column is missing; `like` is a title that resembles it
    """
    many = {column.target for column in columns if column.many} | {CUSTOM}
    at: dict[str, int] = {}
    kept: dict[str, list[tuple[str, int]]] = {}
    currency = None
    for position, guess in enumerate(guesses):
        target = CUSTOM if guess.certainty is Certainty.GUESSED else guess.target
        if target in many:
            kept.setdefault(target, []).append((guess.key, position))
        elif target != IGNORE:
            at[target] = position
            currency = currency or guess.currency
    for need in needs:
        if not any(target in at for target in need.any_of):
            raise FileUnreadable(
                FileProblem.MISSING_COLUMN, need=need.text, like=_resembling(guesses, need)
            )
    return Binding(
        header=tuple(guess.header for guess in guesses),
        at=at,
        kept={target: tuple(pairs) for target, pairs in kept.items()},
        currency=currency,
    )


def missing(guesses: Sequence[ColumnGuess], needs: Sequence[Need]) -> tuple[str, ...]:
    """Texts of needs that neither a sure nor a guessed column meets."""
    targets = {guess.target for guess in guesses}
    return tuple(need.text for need in needs if targets.isdisjoint(need.any_of))


def _resembling(guesses: Sequence[ColumnGuess], need: Need) -> str:
    return next((g.header.strip() for g in guesses if g.target in need.any_of), "")


def _numbered(header: Sequence[str]) -> list[str]:
    """A key for every column: its title, and «(2)» after it when the title repeats."""
    seen: dict[str, int] = {}
    keys = []
    for title in header:
        name = _SPACES.sub(" ", title.strip())
        seen[name] = seen.get(name, 0) + 1
        keys.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return keys


def _holds_words(header: str, title: str) -> bool:
    return set(title.split()) <= set(folded(header).split())


def _with_samples(guess: ColumnGuess, at: int, rows: Sequence[Sequence[str]]) -> ColumnGuess:
    cells = dict.fromkeys(row[at].strip()[:80] for row in rows if at < len(row) and row[at].strip())
    return ColumnGuess(
        guess.header, guess.key, guess.target, guess.certainty, guess.currency, tuple(cells)[:3]
    )

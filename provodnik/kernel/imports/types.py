"""Words of imports. Standard library only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

CUSTOM = "custom"
IGNORE = "ignore"


class RejectCode(StrEnum):
    """Why a row was left out. The words are in `imports.words`."""

    EMPTY = "empty"
    BAD_DATE = "bad_date"
    BAD_MONEY = "bad_money"
    AMBIGUOUS_MONEY = "ambiguous_money"
    OTHER_CURRENCY = "other_currency"
    BAD_NUMBER = "bad_number"
    NEGATIVE = "negative"
    UNKNOWN_VALUE = "unknown_value"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    EXTRA_CELLS = "extra_cells"
    BROKEN_QUOTE = "broken_quote"
    NOBODY = "nobody"
    ERASED = "erased"
    BEFORE_START = "before_start"


class FileProblem(StrEnum):
    """Why a whole file could not be read. The words are in `imports.words`."""

    NOT_FOUND = "not_found"
    EMPTY = "empty"
    NOT_A_TABLE = "not_a_table"
    BROKEN_WORKBOOK = "broken_workbook"
    LOCKED_WORKBOOK = "locked_workbook"
    HUGE_WORKBOOK = "huge_workbook"
    WRONG_ENCODING = "wrong_encoding"
    ENDLESS_CELL = "endless_cell"
    MISSING_COLUMN = "missing_column"
    GONE = "gone"
    DISK_FULL = "disk_full"
    STUCK = "stuck"


class Certainty(StrEnum):
    """How sure we are what a column means."""

    SURE = "sure"
    GUESSED = "guessed"
    UNKNOWN = "unknown"
    IGNORED = "ignored"


class RunState(StrEnum):
    """Where a run is. RUNNING without a living worker is an interrupted one."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINISHED = frozenset({RunState.DONE, RunState.FAILED, RunState.CANCELLED})

type Params = Mapping[str, str | int]


class BadCell(ValueError):
    """A cell that cannot be taken as it is. Parsers raise it; the row becomes a `Reject`.

    `target` is said only by who judges the whole row; otherwise the column is found.
    """

    def __init__(self, code: RejectCode, *, target: str = "", **params: str | int) -> None:
        self.code = code
        self.target = target
        self.params = params
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Reject:
    """A row left out: where in the file, which column (its header, or ""), and why."""

    line: int
    column: str
    code: RejectCode
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """A column we understand.

    `titles` are its headers as exports write them. `money` lets the header end in a
    currency («Стоимость, USD»). `many` lets several headers share the target: their
    cells are kept by header. With `prefix` every header that begins so is one of them,
    kept by the rest of it.
    """

    target: str
    titles: tuple[str, ...] = ()
    money: bool = False
    many: bool = False
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """Without at least one of these targets the file makes no sense; `text` says so.

    `text` is an English msgid, translated when shown. With `code` every row, too, must
    have one of these cells filled, or is rejected with it.
    """

    text: str
    any_of: tuple[str, ...]
    code: RejectCode | None = None


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What we take a header for: a known target, `CUSTOM` or `IGNORE`, with the first cells."""

    header: str
    key: str
    target: str
    certainty: Certainty
    currency: str | None = None
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """A file before anything is written: its columns with guesses, first rows, size.

    `rows` is exact when `rows_exact`; otherwise an estimate from the first part of the file.
    `missing` are msgids of needs that no column meets, not even by a guess.
    """

    kind: str
    columns: tuple[ColumnGuess, ...]
    sample_rows: tuple[tuple[str, ...], ...]
    rows: int
    rows_exact: bool
    encoding: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of rows. `created + updated + unchanged + rejected` is every row read."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0

    @property
    def rows(self) -> int:
        return self.created + self.updated + self.unchanged + self.rejected

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.rejected + other.rejected,
        )


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """The result of a run, as the command prints it. `rejects_file` is an absolute path."""

    tally: Tally
    rejects_file: str | None
    statuses: Mapping[str, int] | None = None
    notes: Sequence[str] = ()

    def as_json(self) -> dict[str, object]:
        """The object of `provodnik import --json`."""
        answer: dict[str, object] = {
            "rows": self.tally.rows,
            "created": self.tally.created,
            "updated": self.tally.updated,
            "unchanged": self.tally.unchanged,
            "rejected": self.tally.rejected,
            "rejects_file": self.rejects_file,
        }
        if self.statuses is not None:
            answer["statuses"] = dict(sorted(self.statuses.items()))
        return answer

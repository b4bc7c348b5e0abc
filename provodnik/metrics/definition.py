"""What a metric is: an immutable value that says everything about one number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from provodnik.metrics.figures import Count, Figure, Json, Value
from provodnik.metrics.tables import Tables
from provodnik.metrics.terms import Terms

if TYPE_CHECKING:
    from ibis.expr.types import Table

type Cell = bool | int | float | str | date | None
type Raw = Mapping[str, Cell]
"""One row as the engine returns it: columns of `Definition.build`."""

type Build = Callable[[Tables, str | None], "Table"]


class Unit(StrEnum):
    """What a number is measured in, as the JSON contract prints it."""

    MONEY = "RUB"
    SHARE = "share"
    COUNT = "count"
    SCORE = "score"
    POINTS = "points"
    HOURS = "hours"
    DAYS = "days"


class Direction(StrEnum):
    """Which way is better. Colour follows it, never the sign."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Total:
    """The number of a whole period, and what it was divided from."""

    value: Value
    numerator: Json = None
    denominator: Json = None
    extra: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: a few entries, a question, and its answer counted by hand.

    `journal` is one entry a line: client, kind, local moment, then `name=value`
    words (value in roubles for money). `answer` is the part of the JSON that follows.
    """

    journal: str
    answer: Mapping[str, Json]
    by: str | None = None
    period_from: date | None = None
    period_to: date | None = None


class Printed(Protocol):
    """A row as it is printed: its dimensions, then its figures by name."""

    @property
    def dims(self) -> Mapping[str, str | None]: ...
    @property
    def figures(self) -> Mapping[str, Value]: ...


def _silent(rows: Sequence[Printed]) -> Mapping[str, Json]:
    del rows
    return {}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Definition:
    """One metric.

    `title`, `formula` and `window` are English message ids, shown translated.
    `dims` are the keys of `--by`; rows of `always_by` are printed unasked. `rule` is
    the function whose docstring tells the rules that the formula leaves out. `build`
    turns the relations into raw rows: one without a dimension, else one a value of
    it (columns `client_id`, `staff_id`, `product_id` are replaced by names).
    `along` tells the further columns a row of a dimension is printed with, before it: the
    course of a lesson. `total` and `row` turn a raw row into figures; `summary`
    takes the place of `total` where the number needs many raw rows; `notes` says what
    only all rows together tell. `evidence` selects the very entries a number was made of,
    with every dimension as a column to choose by. `working_time_of` names the kinds whose
    moments it measures in working time: the lake lays the school's calendar out over
    them. `settings` names the numbers of the school's method that it reads.
    `changes` says what a later version counts otherwise, an English message id each.
    """

    name: str
    version: int
    title: str
    formula: str
    unit: Unit
    direction: Direction
    window: str
    source: str
    dims: tuple[str, ...]
    rule: Callable[..., object]
    build: Build
    row: Callable[[Raw], Mapping[str, Value]]
    evidence: Callable[[Tables], "Table"]
    example: Example
    total: Callable[[Raw], Total] | None = None
    summary: Callable[[Sequence[Raw], Terms], Total] | None = None
    always_by: str | None = None
    complete: Callable[[Sequence[Raw]], Sequence[Raw]] = tuple
    along: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: Callable[[Sequence[Printed]], Mapping[str, Json]] = _silent
    names_clients: bool = False
    working_time_of: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    changes: Mapping[int, str] = field(default_factory=dict)

    def grouped_by(self, by: str | None) -> str | None:
        """The dimension of the printed rows.

        Raises:  UnknownDimension: `by` is none of `dims`
        """
        if by is not None and by not in self.dims:
            raise UnknownDimension(self.name, by, self.dims)
        return by or self.always_by

    @property
    def has_total(self) -> bool:
        """Whether a period has a number, not rows alone."""
        return self.total is not None or self.summary is not None

    def printed_dims(self, by: str) -> tuple[str, ...]:
        """The columns that name a row of a dimension, in printed order."""
        return (*self.along.get(by, ()), by)


class MetricError(Exception):
    """A question no definition answers."""


class UnknownMetric(MetricError):
    """No definition has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no metric is called {name}")
        self.name = name


class UnknownDimension(MetricError):
    """The definition is not counted by this dimension."""

    def __init__(self, metric: str, by: str, known: Sequence[str]) -> None:
        super().__init__(
            f"{metric} is not counted by {by}, only by {', '.join(known) or 'nothing'}"
        )
        self.metric, self.by, self.known = metric, by, tuple(known)


COLUMNS: Mapping[str, str] = {"client": "client_id", "staff": "staff_id", "product": "product_id"}
"""Dimensions that are kept as ids and printed as names."""


def column_of(dim: str) -> str:
    """The raw column that holds a dimension."""
    return COLUMNS.get(dim, dim)


def number(raw: Raw, name: str) -> int:
    """A whole number of a raw row; an absent sum is zero."""
    value = raw[name]
    return int(value) if isinstance(value, int | float) else 0


def composite(figures: Mapping[str, Figure], n: int) -> Mapping[str, Value]:
    """A row of several figures: each by its name, all of them as `value`, and `n`."""
    return {**figures, "value": figures, "n": Count(n)}


def grouped(table: "Table", by: str | None, **measures: object) -> "Table":
    """Aggregate by a dimension, or the whole table into one row."""
    if by is None:
        return table.agg(**measures)
    return table.group_by(column_of(by)).agg(**measures)

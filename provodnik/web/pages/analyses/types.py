"""What every analysis comes to: a sentence, a table, and a chart where one helps."""

from dataclasses import dataclass
from enum import StrEnum

from provodnik.web.design.types import CohortRow, FunnelStep, Metric


class Kind(StrEnum):
    """The questions, in the order of their tabs."""

    COHORTS = "cohorts"
    FUNNEL = "funnel"
    MOVES = "moves"
    VALUE = "value"
    SOURCES = "sources"
    COMPARE = "compare"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as printed; `raw` is what a spreadsheet counts with, a number where it is one."""

    text: str
    raw: str | int | float | None
    href: str = ""

    @property
    def is_words(self) -> bool:
        """Words stand to the left, figures and dashes to the right."""
        return isinstance(self.raw, str)


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and rows; the first cell of a row names it."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def number_columns(self) -> frozenset[int]:
        """Columns whose heads stand over figures, counted from 0."""
        return frozenset(
            nth for row in self.rows for nth, cell in enumerate(row) if not cell.is_words
        )


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A map of cohorts, drawn instead of the plain table."""

    rows: tuple[CohortRow, ...]
    ages: tuple[str, ...]
    metric: Metric


@dataclass(frozen=True, slots=True)
class Funnel:
    """Steps drawn as bars, and which of them loses most."""

    steps: tuple[FunnelStep, ...]
    worst: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """The answer. `sentence` is the conclusion; `notes` are what to keep in mind with it.

    `lack` is said where there is nothing to show, or too little: what to bring in.
    """

    sentence: str
    table: Table
    heat_map: HeatMap | None = None
    funnel: Funnel | None = None
    notes: tuple[str, ...] = ()
    lack: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.table.rows

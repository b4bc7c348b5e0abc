"""A number as it was counted: what is printed, exported and compared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from provodnik.metrics.change import Changes, changes_json
from provodnik.metrics.definition import Cell, Definition, Raw, Total
from provodnik.metrics.figures import Json, Value, value_json
from provodnik.metrics.redefined import Redefined
from provodnik.metrics.terms import Terms


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a metric: its dimensions as printed, then its figures by name."""

    dims: Mapping[str, str | None]
    figures: Mapping[str, Value]

    def json(self) -> dict[str, Json]:
        figures = {name: value_json(figure) for name, figure in self.figures.items()}
        return {**self.dims, **figures}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """The answer to one question about one metric of one school.

    `value` is None where the metric has only rows. `baseline` and `change` are there
    when the question named a period to compare with. `redefined` are the changes of the
    definition within the period: figures told before them were counted otherwise.
    """

    definition: Definition
    school: str
    currency: str
    period_from: date | None
    period_to: date | None
    as_of: datetime
    value: Value = None
    numerator: Json = None
    denominator: Json = None
    rows: Sequence[Row] = ()
    extra: Mapping[str, Json] = field(default_factory=dict)
    is_compared: bool = False
    baseline: Value = None
    change: Changes = None
    redefined: Sequence[Redefined] = ()

    def to_json(self) -> dict[str, Json]:
        """The JSON contract: money in roubles as strings, shares 0..1, empty is null."""
        metric = self.definition
        printed: dict[str, Json] = {
            "metric": metric.name,
            "definition_version": metric.version,
            "unit": self.unit,
            "school": self.school,
            "from": _day(self.period_from),
            "to": _day(self.period_to),
            "as_of": self.as_of.isoformat(timespec="seconds"),
            "value": value_json(self.value),
            "numerator": self.numerator,
            "denominator": self.denominator,
            "rows": [row.json() for row in self.rows],
            **self.extra,
        }
        if self.redefined:
            printed["definition_changes"] = [one.json() for one in self.redefined]
        if self.is_compared:
            printed["baseline"] = value_json(self.baseline)
            printed["change"] = changes_json(self.change)
        return printed

    @property
    def unit(self) -> str:
        """The unit as printed: money is in the school's currency."""
        unit = self.definition.unit
        return self.currency if unit == unit.MONEY else str(unit)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def total_of(metric: Definition, raws: Sequence[Raw], terms: Callable[[], Terms]) -> Total:
    """The number of the period from its raw rows; nothing where there are only rows."""
    if metric.summary:
        return metric.summary(raws, terms())
    return metric.total(raws[0]) if metric.total and raws else Total(None)


def rows_of(metric: Definition, by: str, raws: Sequence[Raw]) -> list[Row]:
    """Printed rows from raw ones. Dimensions are read from the columns of their names."""
    dims = metric.printed_dims(by) if by else ()
    return [
        Row({dim: printed(raw[dim]) for dim in dims}, metric.row(raw))
        for raw in metric.complete(raws)
    ]


def printed(cell: Cell) -> str | None:
    """A dimension as rows print it: a month as «2026-01», an absent one as null."""
    if isinstance(cell, date):
        return f"{cell:%Y-%m}"
    return None if cell is None else str(cell)

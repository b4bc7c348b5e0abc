"""A number taken apart: a row for each value of a dimension, opening to that row alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from provodnik.metrics.definition import Printed
from provodnik.metrics.figures import Count, Value
from provodnik.metrics.measurement import Measurement, Row
from provodnik.metrics.path import biggest_fall
from provodnik.web import formats, labels
from provodnik.web.design.types import Figure
from provodnik.web.pages.metrics.asking import Asked
from provodnik.web.pages.metrics.parts import Part, figure

ROWS = 200
_TITLED = ("channel", "source")
"""Dimensions whose keys have titles of the school."""

type Column = tuple[str, ...]
"""Where a figure of a row is: its name, or the names of a part and of its own part."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its name, what it belongs to, its figures; `is_worst` marks the biggest fall."""

    name: str
    of: str
    href: str
    parts: tuple[Part, ...]
    is_worst: bool


@dataclass(frozen=True, slots=True)
class WorstFall:
    """The step of a course that loses most: what a card of its cause is opened with."""

    product: str
    item: str
    lost: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Rows under the names of their figures; `more` tells how many are not shown."""

    names: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    total: tuple[Figure | None, ...] = ()
    more: int = 0
    worst: WorstFall | None = None


def breakdown(asked: Asked, measured: Measurement, channels: Mapping[str, str]) -> Breakdown:
    """The rows of a number that was asked whole."""
    rows = measured.rows[:ROWS]
    if asked.where or not rows:
        return Breakdown()
    columns = _columns(rows)
    worst = biggest_fall(measured.rows)
    return Breakdown(
        names=tuple(_name(column) for column in columns),
        lines=tuple(_line(asked, row, columns, channels, is_worst=row is worst) for row in rows),
        total=_total(measured.value, columns),
        more=len(measured.rows) - len(rows),
        worst=_worst(worst),
    )


def _worst(row: Printed | None) -> WorstFall | None:
    """Rows of a path name a course and its step; a fall without either has no place."""
    product, item = (row.dims.get(dim) if row else None for dim in ("product", "item"))
    lost = row.figures.get("lost") if row else None
    if not product or not item or not isinstance(lost, Count):
        return None
    return WorstFall(product, item, lost.count)


def _columns(rows: Sequence[Row]) -> list[Column]:
    """A composite value stands in the columns beside it already; other parts get their own."""
    columns: list[Column] = []
    for name, value in rows[0].figures.items():
        if not isinstance(value, Mapping):
            columns.append((name,))
        elif name != "value":
            columns += [(name, inner) for inner in value]
    return columns


def _name(column: Column) -> str:
    return ": ".join(labels.part(name) for name in column)


def _at(value: Value, column: Column) -> Value:
    for name in column:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _total(value: Value, columns: Sequence[Column]) -> tuple[Figure | None, ...]:
    """The sums under the rows, where the number has them; empty when it has none of them."""
    found = tuple(
        None if (told := _at(value, column)) is None else figure(told) for column in columns
    )
    return found if any(found) else ()


def _line(
    asked: Asked,
    row: Row,
    columns: Sequence[Column],
    channels: Mapping[str, str],
    *,
    is_worst: bool,
) -> Line:
    *along, (dim, value) = row.dims.items()
    address = reverse("metrics:show", args=[asked.definition.name])
    known = {name: told for name, told in row.dims.items() if told}
    href = f"{address}?{asked.query(**known)}" if len(known) == len(row.dims) else ""
    shown = channels.get(value, value) if value and dim in _TITLED else value
    belongs = (channels.get(key, key) if name in _TITLED else key for name, key in along if key)
    return Line(
        name=shown or formats.UNDEFINED,
        of=", ".join(belongs) or (formats.UNDEFINED if along else ""),
        href=href,
        parts=tuple(Part(_name(column), figure(_at(row.figures, column))) for column in columns),
        is_worst=is_worst,
    )

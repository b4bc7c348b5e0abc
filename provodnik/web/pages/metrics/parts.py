"""Figures of a metric as components show them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from provodnik.metrics.figures import Count, Hours, Json, Money, Score, Share, Value
from provodnik.web import labels
from provodnik.web.design.types import Figure, Missing, Unit

_BESIDE = frozenset({"value", "numerator", "denominator"})


@dataclass(frozen=True, slots=True)
class Part:
    """A named figure of the number."""

    name: str
    figure: Figure


def figure(value: Value | None) -> Figure:
    """A metric's figure as a component shows it."""
    match value:
        case Money():
            return Figure(value.number, Unit.KOPECKS)
        case Share():
            whole = int(Fraction(value.denominator))
            return Figure(value.number, Unit.SHARE, n=whole if whole else None)
        case Count():
            return Figure(value.count, Unit.COUNT)
        case Score():
            return Figure(value.number, Unit.SCORE)
        case Hours():
            return Figure(value.number, Unit.HOURS)
        case _:
            return Figure(None, Unit.COUNT, missing=Missing.UNDEFINED)


def parts_of(value: Value) -> tuple[Part, ...]:
    """The named figures of a value; one that has no parts is a figure without a name."""
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        return (Part("", figure(value)),)
    parts: list[Part] = []
    for name, part in value.items():
        parts += [replace(one, name=_joined(labels.part(name), one.name)) for one in parts_of(part)]
    return tuple(parts)


def _joined(outer: str, inner: str) -> str:
    """«в рабочих часах: медиана» where a part has parts of its own."""
    return f"{outer}: {inner}" if inner else outer


def besides_of(extra: Mapping[str, Json]) -> tuple[Part, ...]:
    """Other ways to count the same number: shares that stand beside it."""
    return tuple(
        Part(labels.part(name), _share(told))
        for name, told in extra.items()
        if isinstance(told, Mapping) and set(told) == _BESIDE
    )


def _share(told: Mapping[str, Json]) -> Figure:
    part, whole = (
        number if isinstance(number := told[name], int) else 0
        for name in ("numerator", "denominator")
    )
    return figure(Share(part, whole))

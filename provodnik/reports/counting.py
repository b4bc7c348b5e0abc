"""Parts of metrics' values for goals and baselines: each question to the lake asked once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from provodnik.kernel import schools
from provodnik.kernel.periods import Period
from provodnik.lake import services as lake
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.definition import Unit
from provodnik.metrics.figures import Count, Hours, Money, Score, Share, Value

# Metrics that tell about a client's whole history: their period is «up to a day».
TO_DATE = frozenset({"ltv", "ltv_forecast"})
_INDEX_TOP = 100


@dataclass(frozen=True, slots=True)
class Ask:
    """A part of a metric's value over a window, without one over all of history, as of a day.

    `part` is a dotted path in the value, «working.median»; empty: the first figure.
    """

    metric: str
    part: str
    unit: Unit
    window: Period | None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted fact in the unit asked for; no amount where there is nothing to divide by.

    `is_counted` is False where no definition counts the metric yet.
    """

    amount: Fraction | None
    n: int | None = None
    is_counted: bool = True


NOT_COUNTED = Counted(None, is_counted=False)


def is_counted(metric: str) -> bool:
    """Whether the catalogue counts a value of it: then nobody types one."""
    return metric in DEFINITIONS and DEFINITIONS[metric].has_total


def facts(asks: Iterable[Ask], *, now: datetime) -> Mapping[Ask, Counted]:
    """Every fact asked for; a metric and window are counted once however many parts are read."""
    values: dict[tuple[str, Period | None, date | None], Value] = {}
    found: dict[Ask, Counted] = {}
    with lake.together():
        for ask in asks:
            if not is_counted(ask.metric):
                found[ask] = NOT_COUNTED
                continue
            window = None if ask.metric in TO_DATE else ask.window
            key = ask.metric, window, ask.as_of
            if key not in values:
                values[key] = _measure(*key, now=now)
            found[ask] = in_unit(picked(values[key], ask.part), ask.unit)
    return found


def picked(value: Value, part: str) -> Value:
    """The part of a value by its dotted path; what is left of a shape gives its first figure."""
    for name in part.split(".") if part else ():
        value = value.get(name) if isinstance(value, Mapping) else None
    while isinstance(value, Mapping):
        value = next(iter(value.values()), None)
    return value


def in_unit(figure: Value, unit: Unit) -> Counted:
    """A figure in the unit of a goal; an index out of a hundred is a share where the goal is."""
    match figure:
        case Money() | Hours():
            return Counted(figure.number)
        case Share():
            return Counted(figure.number, int(figure.denominator))
        case Score() | Count():
            return Counted(figure.number / (_INDEX_TOP if unit is Unit.SHARE else 1))
        case _:
            return Counted(None)


def _measure(metric: str, window: Period | None, as_of: date | None, *, now: datetime) -> Value:
    return lake.measure(
        metric,
        school_id=schools.current(),
        period_from=window.from_on if window else None,
        period_to=window.to_on if window else None,
        as_of=as_of,
        now=now,
    ).value

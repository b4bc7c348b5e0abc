"""Goals as pages get them and hand them over. Standard library and metrics only."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from provodnik.metrics.definition import Direction, Unit


class Every(StrEnum):
    """How often a KPI is looked at."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a goal is about: a metric of the catalogue, or with an empty `metric` a value that
    is entered by hand. `part` is a dotted path in the metric's value: «working.median».
    """

    title: str
    unit: Unit | None
    metric: str = ""
    part: str = ""
    direction: Direction = Direction.UP
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveFields:
    """An objective of the quarter that begins on `quarter_on`."""

    quarter_on: date
    title: str
    owner_id: int | None = None
    initiative_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResultFields:
    """A measurable result. Values are texts as they were told: «~50 000», «96–100%».

    The threshold is the goal's nearer end unless it is told. Months say over how long the
    value is gathered; without them it is the quarter.
    """

    objective_id: int
    measure: Measure
    start: str
    target: str
    threshold: str = ""
    months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiFields:
    """A figure that is watched each week or month."""

    measure: Measure
    every: Every
    target: str
    threshold: str = ""
    owner_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InitiativeFields:
    """A part of the strategy: [starts_on, ends_on), at most twelve months."""

    title: str
    starts_on: date
    ends_on: date
    owner_id: int | None
    effect: str = ""


@dataclass(frozen=True, slots=True)
class FactTold:
    """A value entered by hand: what it was on a day, and where that is known from."""

    value: str
    on_date: date
    source: str

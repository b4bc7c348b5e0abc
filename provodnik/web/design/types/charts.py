"""What charts are drawn from; every chart has a list or a table beside it."""

from dataclasses import dataclass
from enum import StrEnum

from provodnik.web.design.types.figures import Amount


@dataclass(frozen=True, slots=True)
class FunnelStep:
    name: str
    count: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One column of a bar chart: a label, its parts in the order of the series, and the marks of
    what happened then, told in a list beside."""

    label: str
    parts: tuple[Amount, ...]
    total: str
    href: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A colour of a chart explained: «641 410 ₽ координаторы, за 4 мес.»; its figure opens."""

    name: str
    figure: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class CohortCell:
    """The share of a cohort in one month; `share` decides the shade by fixed breaks."""

    share: Amount
    text: str
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A cohort and its months; a month still ahead is None and stays blank, never 0."""

    name: str
    size: int
    cells: tuple[CohortCell | None, ...]
    href: str = ""


class FlowKind(StrEnum):
    PRODUCT = "product"
    WAITING = "waiting"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class FlowNode:
    """A place people come to: its column (`depth`, from 0) and how many came."""

    key: str
    name: str
    depth: int
    count: int
    kind: FlowKind = FlowKind.PRODUCT
    href: str = ""


@dataclass(frozen=True, slots=True)
class FlowLink:
    source: str
    target: str
    count: int
    href: str = ""

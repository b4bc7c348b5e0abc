"""What reports hand to pages. Standard library only."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in its smallest unit: kopecks, or a share 0..1 with the number behind it.

    `amount` is None where there is nothing to divide by; `is_measured` is False where
    nobody measured.
    """

    amount: Decimal | None
    n: int | None = None
    is_measured: bool = True


NOT_MEASURED = Amount(None, is_measured=False)


@dataclass(frozen=True, slots=True)
class AbFigure:
    """A row of A → B: its key in the method, both values, and whether it is money."""

    row: str
    metric: str
    is_money: bool
    was: Amount
    now: Amount
    trend: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """The open programme: [starts_on, ends_on), and when its point A was fixed."""

    programme_id: int
    starts_on: date
    ends_on: date
    point_a_fixed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SalesPart:
    """Repeat sales of one channel or person; `group` is the line of the department's total."""

    key: str
    name: str
    net_kopecks: int
    gross_kopecks: int
    refunds_kopecks: int
    n: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class ChannelFunnel:
    """A channel's steps; `paid` leaves out sales given back whole."""

    key: str
    name: str
    made: int
    clicked: int
    ordered: int
    paid: int
    net_kopecks: int

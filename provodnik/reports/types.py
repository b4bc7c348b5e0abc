"""What reports hand to pages. Nothing but values."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from provodnik.kernel.periods import Period, months_between, programme_months
from provodnik.method.types import Quantity
from provodnik.metrics.redefined import Redefined


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in its smallest unit: kopecks, or a share 0..1 with the number behind it.

    `amount` is None where there is nothing to divide by; `is_measured` is False where
    nobody measured. `told` holds the words of a figure that was entered by hand.
    """

    amount: Decimal | None
    n: int | None = None
    is_measured: bool = True
    told: str = ""


NOT_MEASURED = Amount(None, is_measured=False)


@dataclass(frozen=True, slots=True)
class AbFigure:
    """A row of A → B: its key in the method, what it is counted in, both values.

    `source` and `measured_on` tell about the first, `target` and `due_on` where the second
    should come; `months` is the window of the second, None where it has none. `redefined`
    tells that the metric was defined otherwise when the first was counted.
    """

    row: str
    metric: str
    unit: Quantity
    was: Amount
    now: Amount
    trend: tuple[float | None, ...] = ()
    measured_on: date | None = None
    source: str = ""
    target: str = ""
    due_on: date | None = None
    months: int | None = None
    redefined: Redefined | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPoint:
    """A figure of point A as a person tells it; a reason where one is fixed already."""

    row: str
    value: str
    measured_on: date
    source: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """The open programme: [starts_on, ends_on), and when its point A was fixed."""

    programme_id: int
    starts_on: date
    ends_on: date
    point_a_fixed_at: datetime | None

    @property
    def months(self) -> tuple[Period, ...]:
        """Month 1, month 2 …, the last one up to the programme's end."""
        found = []
        count = months_between(self.starts_on, self.ends_on) + 1
        for month in programme_months(self.starts_on, months=count):
            if month.from_on < self.ends_on:
                found.append(Period(month.from_on, min(month.to_on, self.ends_on)))
        return tuple(found)


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

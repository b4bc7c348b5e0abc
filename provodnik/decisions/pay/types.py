"""Pay as pages get it. Standard library only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction


class LineKind(StrEnum):
    """What a line of a slip pays for; the order is the order of the slip."""

    BASE = "base"
    KPI = "kpi"
    PIECE = "piece"
    REWARD = "reward"
    REFUND = "refund"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: what is paid and why.

    `value` is the figure it was counted from in its own unit (share 0..1, hours, points, a
    count, kopecks), None where nothing was measured; `plan` what it is held against; `n` how
    many rows stand behind it. `rate` is roubles a piece, or the share of money. `of_kopecks`
    is what a share is taken of. `metric`, `part` and `month_on` say which rows to open.
    """

    kind: LineKind
    key: str
    title: str
    amount_kopecks: int
    metric: str = ""
    part: str = ""
    unit: str = ""
    value: Fraction | None = None
    plan: Fraction | None = None
    n: int | None = None
    rate: Fraction | None = None
    of_kopecks: int | None = None
    direction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What a person is paid for a month. The total is the sum of the lines, to the kopeck."""

    staff_id: int
    name: str
    role: str
    grade: str
    grade_title: str
    scheme: str
    lines: Sequence[Line] = ()

    @property
    def total_kopecks(self) -> int:
        return sum(line.amount_kopecks for line in self.lines)

    def of(self, *kinds: LineKind) -> int:
        """Kopecks of some kinds of lines."""
        return sum(line.amount_kopecks for line in self.lines if line.kind in kinds)

    @property
    def coefficient(self) -> Fraction:
        """How the figures move the base: 1.08 for eight percent more; 1 without a base."""
        base = self.of(LineKind.BASE)
        return 1 + Fraction(self.of(LineKind.KPI), base) if base else Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """What would raise a slip: a figure brought to `target`, and the kopecks it adds."""

    line: Line
    target: Fraction
    kopecks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A month of the whole team. `closed_at` is None while the month is counted anew."""

    month_on: date
    slips: Sequence[Slip]
    closed_at: datetime | None = None
    closed_by: str = ""
    ungraded: Sequence[str] = field(default=())

    @property
    def total_kopecks(self) -> int:
        return sum(slip.total_kopecks for slip in self.slips)

    @property
    def paid_people(self) -> int:
        return sum(1 for slip in self.slips if slip.total_kopecks > 0)

    def slip_of(self, staff_id: int) -> Slip | None:
        return next((slip for slip in self.slips if slip.staff_id == staff_id), None)


@dataclass(frozen=True, slots=True)
class Compared:
    """A person under the scheme that holds and under another one. Kopecks."""

    staff_id: int
    name: str
    now_kopecks: int
    then_kopecks: int

    @property
    def change_kopecks(self) -> int:
        return self.then_kopecks - self.now_kopecks

"""Figures: an amount, its unit and mark, or the reason it is missing."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from provodnik.web.formats import Gender, Mark

type Amount = int | float | Decimal | Fraction


class Tone(StrEnum):
    """A shade of meaning; the word beside it must carry the meaning alone.

    `LATE` is a broken promise only; a bad figure is `ACT`.
    """

    NEUTRAL = "neutral"
    GOOD = "good"
    WATCH = "watch"
    ACT = "act"
    LATE = "late"
    INFO = "info"
    BRAND = "brand"


class Unit(StrEnum):
    """What an amount is counted in, hence how it is written."""

    KOPECKS = "kopecks"
    SHARE = "share"
    POINTS = "points"
    COUNT = "count"
    SCORE = "score"
    HOURS = "hours"
    DAYS = "days"


class Missing(StrEnum):
    """Why there is no amount. Silence has several reasons, and they read differently."""

    UNDEFINED = "undefined"
    NOT_MEASURED = "not_measured"
    NO_ACCESS = "no_access"
    LOADING = "loading"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Metric:
    """The name of a quantity; `gender` decides «не считался / -лась / -лось»."""

    key: str
    name: str
    note: str = ""
    gender: Gender = Gender.MASCULINE
    direction: Direction = Direction.UP


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, or the reason there is none.

    `n` is the denominator behind a share: below 100 it is shown whole, below 30 with
    its parts. `stale_at` is set when the figure is older than the page. A range has its
    upper bound in `high`; `decimals` are those of a figure a person told; `window_months`
    says how long it was gathered, where windows differ side by side.
    """

    amount: Amount | None
    unit: Unit
    href: str = ""
    mark: Mark = Mark.EXACT
    n: int | None = None
    missing: Missing = Missing.UNDEFINED
    why: str = ""
    stale_at: datetime | None = None
    high: Amount | None = None
    decimals: int | None = None
    window_months: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a figure should be; `tone` tells how far it is while not there.

    `text` is a goal in the very words it was told, «96–100%»; `by` says until when.
    """

    amount: Amount
    tone: Tone = Tone.WATCH
    text: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class AbRow:
    """A row of A → B: what it was, what it is, where it should be, and the trend between.

    `source` says where a told first value is known from; `edit_href` is where it and the
    target are set.
    """

    metric: Metric
    was: Figure
    now: Figure
    target: Target | None = None
    trend: tuple[float | None, ...] = ()
    remark: str = ""
    source: str = ""
    edit_href: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line «name — value» of a card."""

    name: str
    value: str
    href: str = ""
    icon: str = ""

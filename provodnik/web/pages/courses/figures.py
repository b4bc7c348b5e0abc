"""Figures of a course counted by the lake, over the students who began with one version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from provodnik.facts.learning.courses.queries import VersionRow
from provodnik.kernel import schools
from provodnik.lake import services as lake
from provodnik.metrics.figures import Count, Value
from provodnik.metrics.measurement import Row
from provodnik.metrics.path import biggest_fall
from provodnik.web.design.types import Figure, Unit

VIEWS, REACH = "lesson_views", "module_reach"
COMPLETION, HOMEWORK = "course_completion", "homework_completion"


@dataclass(frozen=True, slots=True)
class Window:
    """Access within these days of the school, half-open; None is without an end."""

    from_on: date | None = None
    to_on: date | None = None

    def until(self, day: date) -> "Window":
        """The same days, none of them from `day` on."""
        return Window(self.from_on, min(self.to_on, day) if self.to_on else day)

    @property
    def is_empty(self) -> bool:
        return self.from_on is not None and self.to_on is not None and self.from_on >= self.to_on

    def told(self) -> dict[str, str]:
        """The days as an address names them."""
        days = {"from": self.from_on, "to": self.to_on}
        return {name: day.isoformat() for name, day in days.items() if day}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reached something, of how many."""

    n: int
    size: int


@dataclass(frozen=True, slots=True)
class Steps:
    """How many reached each step of a course, by its key; the step before which most are lost."""

    reached: Mapping[str, Tally]
    worst: str = ""
    lost: int = 0


def window_of(version: VersionRow | None, *, is_first: bool) -> Window:
    """Whose figures are a version's: those before the first version began with it too."""
    if version is None or version.published_at is None:
        return Window()
    from_on = None if is_first else _day(version.starts_at)
    return Window(from_on, _day(version.ends_at))


def steps(metric: str, product: str, window: Window, *, now: datetime) -> Steps:
    """Steps of a course; none of no days at all. One question to the lake."""
    if window.is_empty:
        return Steps({})
    rows = [
        row
        for row in _rows(metric, "item", window, now=now, as_of=None)
        if row.dims["product"] == product
    ]
    worst = biggest_fall(rows)
    lost = _count(worst.figures.get("lost")) if worst else 0
    return Steps(
        reached={str(row.dims["item"]): _tally(row) for row in rows},
        worst=str(worst.dims["item"]) if worst and lost else "",
        lost=lost,
    )


def whole(
    metric: str, product: str, window: Window, *, now: datetime, as_of: date | None = None
) -> Tally:
    """A share of a course. One question to the lake."""
    rows = _rows(metric, "product", window, now=now, as_of=as_of)
    found = next((row for row in rows if row.dims["product"] == product), None)
    return _tally(found) if found else Tally(0, 0)


def by_product(metric: str, *, now: datetime) -> dict[str, Tally]:
    """A share of every course over all of time. One question to the lake."""
    rows = _rows(metric, "product", Window(), now=now, as_of=None)
    return {str(row.dims["product"]): _tally(row) for row in rows}


def figure(
    tally: Tally | None, metric: str, where: Mapping[str, str], window: Window, as_of: str = ""
) -> Figure:
    """A share that opens; a dash where nobody is behind it."""
    if tally is None or not tally.size:
        return Figure(None, Unit.SHARE)
    href = number_href(metric, where, window, as_of)
    return Figure(Fraction(tally.n, tally.size), Unit.SHARE, n=tally.size, href=href)


def number_href(metric: str, where: Mapping[str, str], window: Window, as_of: str = "") -> str:
    """Where a number of a course opens."""
    query = {**window.told(), **({"as_of": as_of} if as_of else {}), **where}
    return f"{reverse('metrics:show', args=[metric])}?{urlencode(query)}"


def _rows(metric: str, by: str, window: Window, *, now: datetime, as_of: date | None) -> list[Row]:
    measured = lake.measure(
        metric,
        school_id=schools.current(),
        period_from=window.from_on,
        period_to=window.to_on,
        by=by,
        as_of=as_of,
        now=now,
    )
    return list(measured.rows)


def _tally(row: Row) -> Tally:
    return Tally(_count(row.figures.get("n")), _count(row.figures.get("size")))


def _count(value: Value) -> int:
    return value.count if isinstance(value, Count) else 0


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None

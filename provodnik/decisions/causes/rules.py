"""When a fall is a point of outflow, how far a card is, whether a change helped. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import urlsplit

from provodnik.decisions.causes.types import Fall, Outcome, Side, State, Verdict, Windows
from provodnik.kernel.periods import Period
from provodnik.metrics.figures import Count
from provodnik.metrics.intervals import newcombe
from provodnik.metrics.measurement import Row
from provodnik.metrics.path import biggest_fall

_PERCENT = 100
_NUMBERS = "/numbers/"


def state_of(*, hypotheses: int, confirmed: int, is_changed: bool, outcome: str) -> State:
    """How far a card is: the last step that was made."""
    if outcome:
        return State.HELPED if outcome == Outcome.HELPED else State.NOT_HELPED
    if is_changed:
        return State.CHANGED
    if confirmed:
        return State.CAUSE_FOUND
    return State.CHECKING if hypotheses else State.FOUND


def fall_at(row: Row) -> Fall:
    """A printed row of a path as a fall."""
    reached = _count(row, "n")
    return Fall(reached, reached + _count(row, "lost"), _count(row, "size"))


def worst_falls(
    rows: Iterable[Row], *, students_at_least: int, percent_at_least: float
) -> dict[str, tuple[str, Fall]]:
    """The biggest fall of each course by the course's name, where it is one at all.

    A course of few students tells nothing yet; a step that loses less than the percentage
    of its students is no point of outflow.

    Shape:   rows of a path, course by course → product name → item, fall
    """
    found: dict[str, tuple[str, Fall]] = {}
    for product, course in groupby(rows, key=lambda row: row.dims["product"]):
        worst = biggest_fall(list(course))
        item = worst.dims["item"] if worst else None
        if product is None or worst is None or item is None:
            continue
        fall = fall_at(Row(worst.dims, worst.figures))
        is_deep = fall.lost * _PERCENT >= fall.size * percent_at_least
        if fall.size >= students_at_least and is_deep:
            found[product] = (item, fall)
    return found


def judged(today: date, *, reach_days: int, window_days: int) -> tuple[Period, date]:
    """Whose steps may be judged today: access within the window, and time enough since.

    Shape:   today → the days of access, and the day up to whose end is counted
    """
    until = today - timedelta(days=reach_days)
    return Period(until - timedelta(days=window_days), until), today - timedelta(days=1)


def windows(changed_on: date, today: date, *, reach_days: int, window_days: int) -> Windows | None:
    """Two groups of students with the same time since access; None while it is too early.

    After: access from the day of the change on. Before: access so long before it that nobody
    of them met the change within the time they are given. Days from access to the end of
    counting are the same on both sides, from `reach_days` up.
    """
    days = min((today - changed_on).days - reach_days, window_days)
    if days <= 0:
        return None
    given, span = timedelta(days=reach_days), timedelta(days=days)
    day = timedelta(days=1)
    return Windows(
        before=Period(changed_on - given - span, changed_on - given),
        before_as_of=changed_on - day,
        after=Period(changed_on, changed_on + span),
        after_as_of=changed_on + span + given - day,
    )


def judgeable_on(changed_on: date, *, reach_days: int) -> date:
    """The first day on which somebody after the change has had their time."""
    return changed_on + timedelta(days=reach_days + 1)


def difference(before: Side, after: Side) -> tuple[float, float] | None:
    """Bounds of after less before, 95 of a hundred; None where a side has nobody."""
    if not before.size or not after.size:
        return None
    return newcombe(
        after.reached / after.size, after.size, before.reached / before.size, before.size
    )


def verdict(before: Side, after: Side, *, students_at_least: int) -> Verdict:
    """Better or worse only where chance does not explain it and there are people to judge by."""
    bounds = difference(before, after)
    if bounds is None or min(before.size, after.size) < students_at_least:
        return Verdict.TOO_FEW
    low, high = bounds
    if low > 0:
        return Verdict.BETTER
    return Verdict.WORSE if high < 0 else Verdict.CHANCE


def is_safe_link(link: str) -> bool:
    """An address of this site, or of the web: nothing a click could run."""
    if "\\" in link:
        return False
    if link.startswith("/"):
        return not link.startswith("//")
    told = urlsplit(link)
    return told.scheme in ("http", "https") and bool(told.netloc)


def own_path(link: str) -> str:
    """The link without the host where it leads to a number of this site, as people copy it."""
    told = urlsplit(link)
    if told.scheme in ("http", "https") and told.path.startswith(_NUMBERS):
        return told.path + (f"?{told.query}" if told.query else "")
    return link


def is_number(link: str) -> bool:
    """Whether a link opens a number of ours."""
    return link.startswith(_NUMBERS) and len(link) > len(_NUMBERS)


def _count(row: Row, name: str) -> int:
    value = row.figures.get(name)
    return value.count if isinstance(value, Count) else 0

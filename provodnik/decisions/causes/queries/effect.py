"""Before a change and after it: the step itself, and how many finish the course."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from provodnik.decisions.causes import rules
from provodnik.decisions.causes.types import CardRow, Comparison, Side, Windows
from provodnik.kernel import schools
from provodnik.kernel.periods import Period
from provodnik.lake import services as lake
from provodnik.method import queries as method
from provodnik.metrics.figures import Count
from provodnik.metrics.measurement import Row

COMPLETION = "course_completion"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change did; nothing is compared before `judgeable_on`.

    `reach_days` is the time every student of both sides had.
    """

    judgeable_on: date
    reach_days: int
    students_at_least: int
    step: Comparison | None
    completion: Comparison | None


def effect(row: CardRow, *, today: date, now: datetime) -> Effect | None:
    """The effect of a card's change; None where nothing was changed.

    Students who got access before and after it, at equal time since access, so that whoever
    came last week does not pull the second share down. Four questions to the lake.
    """
    if row.changed_on is None:
        return None
    settings = method.metric_words().churn_points
    told = rules.windows(
        row.changed_on, today, reach_days=settings.reach_days, window_days=settings.window_days
    )
    step = completion = None
    if told is not None:
        few = settings.students_at_least
        place = {"product": row.product, "item": row.place.item}
        with lake.together():
            step = _compared(_Figure(row.place.metric, "item", place), told, few, now=now)
            course = _Figure(COMPLETION, "product", {"product": row.product})
            completion = _compared(course, told, few, now=now)
    return Effect(
        judgeable_on=rules.judgeable_on(row.changed_on, reach_days=settings.reach_days),
        reach_days=settings.reach_days,
        students_at_least=settings.students_at_least,
        step=step,
        completion=completion,
    )


@dataclass(frozen=True, slots=True)
class _Figure:
    """A row of a metric: by which dimension, and which one."""

    metric: str
    by: str
    named: Mapping[str, str]


def _compared(figure: _Figure, told: Windows, few: int, *, now: datetime) -> Comparison:
    before = _side(figure, told.before, told.before_as_of, now=now)
    after = _side(figure, told.after, told.after_as_of, now=now)
    low, high = rules.difference(before, after) or (None, None)
    verdict = rules.verdict(before, after, students_at_least=few)
    return Comparison(before, after, low, high, verdict)


def _side(figure: _Figure, window: Period, as_of: date, *, now: datetime) -> Side:
    measured = lake.measure(
        figure.metric,
        school_id=schools.current(),
        period_from=window.from_on,
        period_to=window.to_on,
        as_of=as_of,
        by=figure.by,
        now=now,
    )
    course = [row for row in measured.rows if row.dims["product"] == figure.named["product"]]
    row = next((row for row in course if row.dims == figure.named), None)
    # A step nobody had reached by then is not among the rows; its course's students are.
    size = _count(row or next(iter(course), None), "size")
    return Side(_count(row, "n"), size, window, as_of)


def _count(row: Row | None, name: str) -> int:
    value = row.figures.get(name) if row else None
    return value.count if isinstance(value, Count) else 0

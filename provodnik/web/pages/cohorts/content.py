"""Plan and fact of a cohort as figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from provodnik.facts.learning.queries import PlanFact
from provodnik.web.design.types import Figure, Missing, Unit
from provodnik.web.pages.cohorts.forms import GOALS

_MONEY = "repeat_sales"
_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal: its name, plan, fact, and the way gone, 0..1, None while nothing is counted."""

    title: str
    plan: Figure
    fact: Figure
    way: float | None


def goal_rows(goals: Sequence[PlanFact]) -> tuple[GoalRow, ...]:
    """Goals in the order of their metrics."""
    return tuple(
        GoalRow(
            title=str(GOALS.get(goal.metric, goal.metric)),
            plan=_figure(goal.metric, goal.target),
            fact=_figure(goal.metric, goal.fact),
            way=goal.reached_share,
        )
        for goal in goals
    )


def _figure(metric: str, hundredths: int | None) -> Figure:
    unit = Unit.KOPECKS if metric == _MONEY else Unit.SHARE
    if hundredths is None:
        return Figure(None, unit, missing=Missing.NOT_MEASURED)
    return Figure(hundredths if unit is Unit.KOPECKS else Fraction(hundredths, _WHOLE), unit)

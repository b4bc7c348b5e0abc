"""What the pages of cohorts show: plan and fact, maps of months, what became of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.learning.queries import PlanFact
from provodnik.method import queries as method
from provodnik.web import cohort_maps, formats
from provodnik.web.design.types import CohortRow, Figure, Metric, Missing, Unit
from provodnik.web.pages.cohorts.forms import GOALS

_MONEY = "repeat_sales"
_WHOLE = 10_000
_MOST_TOLD = 10


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


@dataclass(frozen=True, slots=True)
class CohortMap:
    """A heat map with its metric."""

    metric: Metric
    rows: tuple[CohortRow, ...]
    months: range


def maps(now: datetime) -> tuple[CohortMap, ...]:
    """Who stays and what they bring. Two questions to the lake."""
    today = timezone.localdate(now)
    return (
        _map(cohort_maps.RETENTION, cohort_maps.retention_rows(today, now=now)),
        _map(cohort_maps.REVENUE, cohort_maps.revenue_rows(today, now=now)),
    )


def added(came: int, *, in_already: int) -> str:
    """What became of those to be taken in."""
    language = (get_language() or "ru").split("-")[0]
    said = _("Taken in: %(people)s") % {
        "people": formats.counted(came, _("student|students"), language)
    }
    if not in_already:
        return said
    return _("%(said)s, in the cohort already: %(n)s") % {"said": said, "n": in_already}


def not_found(lines: Sequence[str]) -> str:
    """Lines that name nobody or several people; the first ten of them."""
    shown = ", ".join(lines[:_MOST_TOLD]) + ("…" if len(lines) > _MOST_TOLD else "")
    return _("Nobody was found by these lines, or more than one person: %(lines)s") % {
        "lines": shown
    }


def _map(key: str, rows: Sequence[CohortRow]) -> CohortMap:
    words = method.metric_words().metric(key)
    metric = Metric(key, words.title if words else key)
    return CohortMap(metric, tuple(rows), range(cohort_maps.MONTHS))


def _figure(metric: str, hundredths: int | None) -> Figure:
    unit = Unit.KOPECKS if metric == _MONEY else Unit.SHARE
    if hundredths is None:
        return Figure(None, unit, missing=Missing.NOT_MEASURED)
    return Figure(hundredths if unit is Unit.KOPECKS else Fraction(hundredths, _WHOLE), unit)

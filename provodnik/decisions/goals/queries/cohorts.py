"""Plan and fact of cohorts and groups, those without a goal among them (R-360)."""

from dataclasses import dataclass
from datetime import date

from provodnik.facts.learning.models import Cohort, CohortGoal
from provodnik.facts.learning.queries import PlanFact
from provodnik.reports.cohorts import facts_of


@dataclass(frozen=True, slots=True)
class CohortGoals:
    """A cohort, or with a parent a group, and its goals; a group without any has its cohort's."""

    cohort_id: int
    name: str
    parent: str
    starts_on: date | None
    goals: tuple[PlanFact, ...]
    is_covered: bool


def cohort_goals(today: date, *, limit: int = 40) -> list[CohortGoals]:
    """Cohorts that learn now or have goals, the latest start first. Three queries."""
    found = Cohort.objects.select_related("parent").order_by("-starts_on", "pk")
    goals: dict[int, list[CohortGoal]] = {}
    for goal in CohortGoal.objects.order_by("metric"):
        goals.setdefault(goal.cohort_id, []).append(goal)
    shown = [one for one in found if one.pk in goals or _learns(one, today)][:limit]
    facts = facts_of([one.pk for one in shown])
    return [
        CohortGoals(
            cohort_id=one.pk,
            name=one.name,
            parent=one.parent.name if one.parent else "",
            starts_on=one.starts_on,
            goals=tuple(
                PlanFact(goal.metric, goal.target, facts.get(one.pk, {}).get(goal.metric))
                for goal in goals.get(one.pk, ())
            ),
            is_covered=one.pk in goals or one.parent_id in goals,
        )
        for one in shown
    ]


def _learns(cohort: Cohort, today: date) -> bool:
    if cohort.starts_on is None or cohort.starts_on > today:
        return False
    return cohort.ends_on is None or cohort.ends_on > today

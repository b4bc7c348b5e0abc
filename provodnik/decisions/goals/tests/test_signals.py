"""Two levels of goals and the goals of cohorts: what is missing is flagged, then goes by itself."""

from datetime import date, timedelta

import pytest

from provodnik.decisions.goals import services
from provodnik.decisions.goals.models import KeyResult, Kpi
from provodnik.decisions.goals.queries import cohort_goals
from provodnik.decisions.goals.tests.factories import (
    ACTOR,
    NOW,
    TODAY,
    make_key_result,
    make_kpi,
    make_objective,
)
from provodnik.facts.learning import services as learning
from provodnik.facts.learning.models import Cohort
from provodnik.facts.learning.types import CohortFields
from provodnik.kernel.models import School
from provodnik.signals import queries
from provodnik.signals import services as signals

pytestmark = pytest.mark.django_db


def flagged(check: str) -> list[int]:
    signals.refresh_all(now=NOW)
    return queries.subjects(check)


def make_cohort(name: str, *, parent: Cohort | None = None, ends_on: date | None = None) -> Cohort:
    fields = CohortFields(
        name=name,
        product_id=None,
        parent_id=parent.pk if parent else None,
        starts_on=TODAY - timedelta(days=30),
        ends_on=ends_on,
        curator_id=None,
    )
    return learning.create_cohort(fields, now=NOW, actor=ACTOR)


@pytest.mark.requirement("R-350")
def test_kpis_without_a_goal_of_the_quarter_are_flagged(school: School) -> None:
    assert flagged("quarter_without_okr") == []
    make_kpi()
    assert flagged("quarter_without_okr") == [20264]

    objective = make_objective()
    assert flagged("quarter_without_okr") == [20264], "an objective alone is a wish"
    make_key_result(objective)

    assert flagged("quarter_without_okr") == []
    assert flagged("quarter_without_kpi") == []


@pytest.mark.requirement("R-350")
def test_a_goal_of_the_quarter_without_kpis_is_flagged(school: School) -> None:
    make_key_result()
    assert flagged("quarter_without_kpi") == [20264]

    kpi = make_kpi()
    assert flagged("quarter_without_kpi") == []
    services.drop(Kpi, kpi.pk, actor=ACTOR, now=NOW)
    assert flagged("quarter_without_kpi") == [20264]


def test_a_goal_of_another_quarter_does_not_count(school: School) -> None:
    make_kpi()
    make_key_result(make_objective(quarter_on=date(2026, 7, 1)))
    assert flagged("quarter_without_okr") == [20264]

    dropped = make_key_result()
    services.drop(KeyResult, dropped.pk, actor=ACTOR, now=NOW)
    assert flagged("quarter_without_okr") == [20264]


@pytest.mark.requirement("R-360")
def test_a_cohort_that_learns_without_a_goal_is_flagged(school: School) -> None:
    with_goal, without = make_cohort("Поток 1"), make_cohort("Поток 2")
    group = make_cohort("Группа А", parent=with_goal)
    make_cohort("Прошлый", ends_on=TODAY)
    learning.set_goal(with_goal.pk, "repeat_sales", target=100_00, now=NOW, actor=ACTOR)

    assert flagged("cohort_without_goals") == [without.pk]

    rows = {row.name: row for row in cohort_goals(TODAY)}
    assert set(rows) == {"Поток 1", "Поток 2", "Группа А"}
    (plan_fact,) = rows["Поток 1"].goals
    assert (plan_fact.metric, plan_fact.target, plan_fact.fact) == ("repeat_sales", 100_00, 0)
    assert [rows[name].is_covered for name in rows] == [
        one.name != "Поток 2" for one in rows.values()
    ]
    assert rows["Группа А"].parent == "Поток 1"
    assert group.parent_id == with_goal.pk

"""Cohorts and groups: dates, people, goals."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from provodnik.facts.catalog.tests.factories import make_product
from provodnik.facts.learning import queries, services
from provodnik.facts.learning.errors import (
    CohortNameTaken,
    EndsBeforeStart,
    GroupInsideGroup,
    UnknownFigure,
)
from provodnik.facts.learning.models import Cohort
from provodnik.facts.learning.tests.factories import MONDAY, make_cohort
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.people.services import merge
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db


def said(event: str) -> int:
    return JournalEntry.objects.filter(event__name=event).count()


@pytest.mark.requirement("R-033")
def test_a_cohort_shows_its_plan_and_fact(school: School) -> None:
    product, darya = make_product("Колорист с нуля"), make_staff("Дарья Мухина", "curator")
    fields = CohortFields(
        "Поток 14", product.pk, None, date(2026, 8, 18), date(2027, 1, 20), darya.pk
    )
    cohort = services.create_cohort(fields, now=MONDAY, actor="system")
    make_cohort("Группа А", parent=cohort)
    services.add_members(cohort.pk, [make_client().pk], joined_at=MONDAY, actor="system")
    services.set_goal(cohort.pk, "repeat_sales", target=900_000_00, now=MONDAY, actor="system")
    services.set_goal(cohort.pk, "repeat_purchase_share", target=25_00, now=MONDAY, actor="system")

    page = queries.cohort_page(cohort.pk, facts={"repeat_sales": 450_000_00})

    row = page.cohort
    assert (row.product, row.curator, row.members) == ("Колорист с нуля", "Дарья Мухина", 1)
    assert (row.starts_on, row.ends_on) == (date(2026, 8, 18), date(2027, 1, 20))
    assert [group.name for group in page.groups] == ["Группа А"]
    assert [(g.metric, g.target, g.fact, g.reached_share) for g in page.goals] == [
        ("repeat_purchase_share", 25_00, None, None),
        ("repeat_sales", 900_000_00, 450_000_00, 0.5),
    ]


def test_a_goal_may_change_and_be_dropped(school: School) -> None:
    cohort = make_cohort()

    for target in (10, 10, 20, None, None):
        services.set_goal(cohort.pk, "repeat_sales", target=target, now=MONDAY, actor="system")

    assert queries.cohort_page(cohort.pk, facts={}).goals == ()
    assert said("cohort_goal_set") == 3


def test_a_figure_without_words_is_no_goal(school: School) -> None:
    with pytest.raises(UnknownFigure):
        services.set_goal(make_cohort().pk, "happiness", target=1, now=MONDAY, actor="system")


def test_members_come_leave_and_come_back(school: School) -> None:
    cohort = make_cohort()
    clients = [make_client(last_name=name).pk for name in ("Белова", "Агеева")]
    later = MONDAY + timedelta(days=1)

    def add() -> int:
        return services.add_members(cohort.pk, clients, joined_at=MONDAY, actor="system")

    assert [add(), add()] == [2, 0]
    assert services.remove_members(cohort.pk, clients[:1], left_at=later, actor="system") == 1
    assert services.remove_members(cohort.pk, clients[:1], left_at=later, actor="system") == 0
    assert [m.name for m in queries.members(cohort.pk)] == ["Наталья Агеева", "Наталья Белова"]
    assert queries.cohort_list()[0].members == 1
    assert queries.cohorts_of(clients[0]) == []
    assert add() == 1
    assert [row.name for row in queries.cohorts_of(clients[0])] == ["Поток 14"]
    assert (said("cohort_joined"), said("cohort_left")) == (3, 1)


def test_members_are_shown_by_pages(school: School) -> None:
    cohort = make_cohort()
    clients = [make_client().pk for _ in range(5)]
    services.add_members(cohort.pk, clients, joined_at=MONDAY, actor="system")

    first = queries.members(cohort.pk, limit=3)
    rest = queries.members(cohort.pk, after=first[-1].client_id, limit=3)

    assert [m.client_id for m in (*first, *rest)] == clients


def test_who_was_merged_joins_as_the_other(school: School) -> None:
    stays, gone = make_client(), make_client()
    merge(stays.pk, gone.pk, now=MONDAY, actor="system")
    cohort = make_cohort()

    services.add_members(cohort.pk, [gone.pk, stays.pk], joined_at=MONDAY, actor="system")

    assert [m.client_id for m in queries.members(cohort.pk)] == [stays.pk]


def test_a_cohort_is_corrected_once(school: School) -> None:
    cohort = make_cohort()
    fields = CohortFields("Поток 14, осень", starts_on=date(2026, 9, 1))

    for _ in range(2):
        services.edit_cohort(cohort.pk, fields, now=MONDAY, actor="system")

    assert queries.cohort_list()[0].name == "Поток 14, осень"
    assert said("cohort_changed") == 1


def test_impossible_cohorts_are_refused(school: School) -> None:
    cohort = make_cohort()
    group = make_cohort("Группа А", parent=cohort)
    same = CohortFields("Поток 14")
    days = replace(same, name="B", starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 1))
    inside = CohortFields("Внутри", parent_id=group.pk)

    for fields, refusal in (
        (same, CohortNameTaken),
        (days, EndsBeforeStart),
        (inside, GroupInsideGroup),
    ):
        with pytest.raises(refusal):
            services.create_cohort(fields, now=MONDAY, actor="system")
    with pytest.raises(GroupInsideGroup):
        services.edit_cohort(
            cohort.pk, CohortFields("Поток 14", parent_id=cohort.pk), now=MONDAY, actor="system"
        )
    with pytest.raises(Cohort.DoesNotExist):
        queries.cohort_page(group.pk + 1, facts={})


@pytest.mark.parametrize("length", [1, 20])
def test_pages_cost_the_same_at_any_length(
    school: School, length: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cohort = make_cohort()
    for number in range(length):
        make_cohort(f"Группа {number}", parent=cohort)

    with django_assert_num_queries(3):
        queries.cohort_page(cohort.pk, facts={})
    with django_assert_num_queries(2):
        queries.cohort_list(with_groups=True)

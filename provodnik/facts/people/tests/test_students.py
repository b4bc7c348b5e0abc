"""The list of students: filters, order, pages, export."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from provodnik.facts.people import queries, services
from provodnik.facts.people.models import Client
from provodnik.facts.people.queries import Sort, StudentFilter
from provodnik.facts.people.tests.factories import MONDAY, make_client
from provodnik.facts.people.types import ClientKind
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db


def found(who: StudentFilter | None = None) -> list[int]:
    return [row.client_id for row in queries.student_list(who).rows]


def test_filters_narrow_the_list(school: School) -> None:
    anna = make_staff()
    mine = make_client(last_name="Агеева", email="mine@example.org")
    free = make_client(last_name="Белова")
    make_client("Поток 14", kind=ClientKind.GROUP)
    services.assign_coordinator(mine.pk, staff_id=anna.pk, now=MONDAY, actor="system")
    services.enter_stage(free.pk, "growth", now=MONDAY, actor="system")

    assert found() == [mine.pk, free.pk]
    assert found(StudentFilter(coordinator_id=anna.pk)) == [mine.pk]
    assert found(StudentFilter(without_coordinator=True)) == [free.pk]
    assert found(StudentFilter(stage="growth")) == [free.pk]
    assert found(StudentFilter(text="mine@")) == [mine.pk]
    assert found(StudentFilter(text="ничего такого")) == []
    assert found(StudentFilter(among=Client.objects.filter(pk=free.pk).values("pk"))) == [free.pk]
    assert queries.student_count(StudentFilter(kind=ClientKind.GROUP)) == 1
    assert queries.stage_counts(coordinator_id=anna.pk) == {"": 1}


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_hold_everybody_once_in_one_order(school: School, sort: Sort) -> None:
    for number in range(7):
        make_client(last_name="Ёлкина" if number % 2 else "Жукова")
    whole = [row.client_id for row in queries.student_list(sort=sort).rows]

    turned, after = [], None
    while True:
        page = queries.student_list(sort=sort, after=after, limit=3)
        turned += [row.client_id for row in page.rows]
        if page.next_place is None:
            break
        after = page.next_place

    assert turned == whole
    assert len(set(turned)) == 7
    assert [row.client_id for row in queries.export_students(sort=sort)] == whole


def test_names_are_in_a_persons_order(school: School) -> None:
    for last_name in ("Жукова", "Ёлкина", "ежова", "Елкина"):
        make_client(last_name=last_name)

    rows = queries.student_list().rows

    assert [row.last_name for row in rows] == ["ежова", "Елкина", "Ёлкина", "Жукова"]


def test_a_merged_client_is_not_listed(school: School) -> None:
    stays, gone = make_client(), make_client()
    services.merge(stays.pk, gone.pk, now=MONDAY + timedelta(days=1), actor="system")

    assert found() == [stays.pk]


@pytest.mark.parametrize("length", [1, 30])
def test_a_page_costs_one_query(
    school: School, length: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(length):
        make_client()

    with django_assert_num_queries(1):
        queries.student_list()

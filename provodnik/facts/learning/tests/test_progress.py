"""How far a client came, as the journal tells it."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from provodnik.facts.learning import queries
from provodnik.facts.people.tests.factories import MONDAY, happened, make_client
from provodnik.kernel import journal
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R-031")
def test_progress_gathers_lessons_homework_and_modules(school: School) -> None:
    client = make_client()
    day = timedelta(days=1)
    happened("enrolled", client, MONDAY, product_id=5)
    for item in ("l1", "l1", "l2"):
        happened("lesson_viewed", client, MONDAY + day, item=item, product_id=5)
    happened("homework_submitted", client, MONDAY + 2 * day, item="l1", product_id=5)
    for score in (400, 500):
        happened(
            "homework_reviewed", client, MONDAY + 3 * day, item="l1", value=score, product_id=5
        )
    happened("module_completed", client, MONDAY + 5 * day, item="m2", product_id=5)
    happened("module_completed", client, MONDAY + 4 * day, item="m1", product_id=5)
    happened("lesson_viewed", client, MONDAY + 9 * day, item="x", product_id=6)

    other, course = queries.progress([client.pk])

    assert (other.product_id, other.lessons, other.modules) == (6, 1, ())
    assert (course.lessons, course.homework_submitted, course.homework_reviewed) == (2, 1, 1)
    assert course.score_hundredths == 450
    assert course.modules == ("m1", "m2")
    assert course.last_module_at == MONDAY + 5 * day
    assert (course.enrolled_at, course.completed_at) == (MONDAY, None)


def test_a_finished_product_is_known_by_its_first_sign(school: School) -> None:
    client = make_client()
    happened("graduated", client, MONDAY, product_id=5)
    happened("course_completed", client, MONDAY + timedelta(days=1), product_id=5)
    happened("lesson_viewed", client, MONDAY, item="x", product_id=6)

    assert queries.finished_products([client.pk]) == {5: MONDAY}


def test_an_entry_found_wrong_is_no_progress(school: School) -> None:
    client = make_client()
    wrong = happened("graduated", client, MONDAY, product_id=5)
    journal.void([wrong], at=MONDAY, actor="system", reason="test")

    assert queries.progress([client.pk]) == []


@pytest.mark.parametrize("length", [1, 30])
def test_progress_costs_one_query(
    school: School, length: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = make_client()
    for number in range(length):
        happened("lesson_viewed", client, item=f"l{number}", product_id=number)

    with django_assert_num_queries(1):
        assert len(queries.progress([client.pk])) == length

"""The planner knows a table that bulk writing has just filled, before the commit."""

import json

import pytest
from django.db import connection

from conftest import MONDAY
from provodnik.kernel import statistics
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db


def _fill(school: School) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_signal"
            " (school_id, check_name, subject, subject_id, since_at, evidence, opened_at)"
            " SELECT %s, 'silent', 'client', n, %s, '{}', %s FROM generate_series(1, 20000) n",
            [school.pk, MONDAY, MONDAY],
        )


def _expected_rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT json) SELECT * FROM kernel_signal")
        (plan,) = cursor.fetchone()
    read = plan if isinstance(plan, list) else json.loads(plan)
    return int(read[0]["Plan"]["Plan Rows"])


def test_rows_of_this_transaction_are_known_to_the_planner(school: School) -> None:
    _fill(school)
    assert _expected_rows() < 2000
    assert statistics.freshen() > 0
    assert _expected_rows() == pytest.approx(20_000, rel=0.1)


def test_a_table_that_has_not_doubled_is_left_alone(school: School) -> None:
    _fill(school)
    statistics.freshen()
    assert statistics.freshen() == 0

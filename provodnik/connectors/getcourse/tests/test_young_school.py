"""A school younger than the planner's statistics: its rows are looked up by key all the same."""

import pytest
from django.db import connection, connections

from conftest import MONDAY
from provodnik.kernel import schools
from provodnik.kernel.models import School


def test_a_key_is_looked_up_by_the_whole_key(committed_school: School) -> None:
    from provodnik.config.opening import open_school

    with schools.inside(committed_school.pk), connection.cursor() as cursor:
        cursor.execute(_THOUSANDS_OF_KEYS)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE people_client, people_clientkey")
    young = open_school(slug="young", name="Новая", now=MONDAY)

    with schools.inside(young.pk), connection.cursor() as cursor:
        cursor.execute(_LOOK_UP)
        plan = "\n".join(row[0] for row in cursor.fetchall())

    (condition,) = [line for line in plan.splitlines() if "Index Cond" in line]
    assert "kind" in condition
    assert "value" in condition


_THOUSANDS_OF_KEYS = """
WITH client AS (
  INSERT INTO people_client (school_id, kind, name, first_name, last_name, sort_key, search_text,
    external_name, email, phone, phone_raw, telegram, city, country, timezone, stage,
    open_complaints, utm, custom, created_at)
  SELECT current_setting('app.school')::bigint, 'student', '', '', '', '', '', '', '', '', '', '',
    '', '', '', '', 0, '{}', '{}', now()
  RETURNING id, school_id
)
INSERT INTO people_clientkey (school_id, kind, value, client_id)
SELECT school_id, 'getcourse', n, id FROM client, generate_series(1, 5000) AS n
"""

_LOOK_UP = """
EXPLAIN SELECT (
  SELECT client_id FROM people_clientkey WHERE kind = 'getcourse' AND value = asked.value
) FROM (VALUES ('1'), ('2')) AS asked(value)
"""

pytestmark = pytest.mark.slow

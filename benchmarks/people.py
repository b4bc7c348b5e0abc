"""Clients of a scratch school, as many as wanted, in one statement."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from provodnik.facts.people.search import OWN_TEXT_SQL, SORT_KEY_SQL


def fill_clients(count: int, *, owners: Sequence[int], now: datetime) -> None:
    """Add clients to the current school, shared out evenly among the coordinators."""
    params: dict[str, Any] = {
        "count": count,
        "owners": list(owners),
        "at": now - timedelta(days=500),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLIENTS, params)


_CLIENTS = f"""
INSERT INTO people_client (
  school_id, kind, name, first_name, last_name, sort_key, search_text, external_name, email, phone,
  phone_raw, telegram, city, country, utm, custom, timezone, stage, open_complaints, coordinator_id,
  registered_at, created_at)
SELECT c.school_id, 'student', c.name, c.first_name, c.last_name, {SORT_KEY_SQL}, {OWN_TEXT_SQL},
  c.external_name, c.email, c.phone, '', '', 'Тверь', '', '{{}}', '{{}}', '', '', 0,
  (%(owners)s::bigint[])[1 + n %% cardinality(%(owners)s::bigint[])], %(at)s, %(at)s
FROM (
  SELECT n, current_setting('app.school')::bigint AS school_id, 'Анна' AS first_name,
    'Иванова' || n AS last_name, 'Анна Иванова' || n AS name, n::text AS external_name,
    'user' || n || '@mail.ru' AS email, '+79' || lpad(n::text, 9, '0') AS phone,
    '' AS phone_raw, '' AS telegram
  FROM generate_series(1, %(count)s) AS n
) AS c
"""

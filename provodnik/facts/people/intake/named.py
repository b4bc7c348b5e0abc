"""Clients as a file of events names them: by one word, the one they are printed by."""

from datetime import datetime
from typing import LiteralString

from django.db import connection

from provodnik.facts.people.search import SEARCH_TEXT_SQL, SORT_KEY_SQL


def name_external_clients(*, now: datetime, called: LiteralString = "client") -> None:
    """Make `stage_client` from `stage.client`: an external id, a GetCourse id or an e-mail.

    An unknown name becomes a client under it. A name is one client, so that what an
    export prints can be read back. Rows that name nobody are left out. `called` is the column
    that says how an unknown one is called, where it is not by that name.
    Queries: 6 when everybody is known, 11 otherwise.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NAMES.replace("{called}", called))
        cursor.execute(_FIND)
        cursor.execute(_UNKNOWN)
        cursor.execute("SELECT 1 FROM outsider LIMIT 1")
        if cursor.fetchone():
            cursor.execute(_ADD_CLIENTS, {"now": now})
            cursor.execute(_ADD_KEYS)
            cursor.execute(_FIND)
        cursor.execute(_NAME)


_NAMES = """
DROP TABLE IF EXISTS named_client, outsider, stage_client;
CREATE TEMP TABLE named_client ON COMMIT DROP AS
SELECT client, coalesce(max({called}), client) AS name, NULL::bigint AS client_id
FROM stage WHERE client IS NOT NULL GROUP BY client
"""

# One plain lookup after another: only so does each of them use the whole key.
_LOOK_UP = """
UPDATE named_client SET client_id = (
  SELECT k.client_id FROM people_clientkey AS k WHERE k.kind = {kind} AND k.value = {value}
)
WHERE client_id IS NULL
"""
_FIND = ";".join(
    _LOOK_UP.replace("{kind}", kind).replace("{value}", value)
    for kind, value in (
        ("'external'", "named_client.client"),
        ("'getcourse'", "named_client.client"),
        ("'email'", "lower(named_client.client)"),
    )
)

_UNKNOWN = """
CREATE TEMP TABLE outsider ON COMMIT DROP AS
SELECT nextval(pg_get_serial_sequence('people_client', 'id')) AS id, client, name,
       CASE WHEN client LIKE '%_@_%' THEN lower(client) END AS email
FROM named_client WHERE client_id IS NULL
"""

_ADD_CLIENTS = f"""
INSERT INTO people_client (
  id, school_id, kind, name, first_name, last_name, sort_key, search_text, external_name, email,
  phone, phone_raw, telegram, city, country, utm, custom, timezone, stage, open_complaints,
  created_at)
SELECT c.id, c.school_id, 'student', c.name, '', '', {SORT_KEY_SQL}, {SEARCH_TEXT_SQL},
       c.external_name, c.email, '', '', '', '', '', '{{}}', '{{}}', '', '', 0, %(now)s
FROM (
  SELECT id, current_setting('app.school')::bigint AS school_id, left(name, 300) AS name,
         '' AS first_name, '' AS last_name, client AS external_name, '' AS telegram,
         coalesce(email, '') AS email, '' AS phone, '' AS phone_raw
  FROM outsider
) AS c
"""  # noqa: S608 (our own expressions)

_ADD_KEYS = """
INSERT INTO people_clientkey (school_id, kind, value, client_id)
SELECT current_setting('app.school')::bigint, named.kind, named.value, outsider.id
FROM outsider
CROSS JOIN LATERAL (VALUES ('external', client), ('email', email)) AS named(kind, value)
WHERE named.value IS NOT NULL
ON CONFLICT (school_id, kind, value) DO NOTHING
"""

_NAME = """
CREATE TEMP TABLE stage_client ON COMMIT DROP AS
SELECT stage.line, named_client.client_id
FROM stage JOIN named_client ON named_client.client = stage.client
"""

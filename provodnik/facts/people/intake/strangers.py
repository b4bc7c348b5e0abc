"""People of a platform's export: known ones are found, strangers are added.

Columns of `stage` read here, all of them text unless said, NULL where the file has none:

    user_id, email (lower case)             who it is
    user_name, first_name, last_name        how one is called
    phone (E.164), phone_raw, telegram, city, country
    registered_at, last_active_at           timestamptz
    user_utm, user_custom                   jsonb
    group_id, group_at                      membership in a group of the platform

A GetCourse id is stronger than an e-mail: two ids with one e-mail are two people, whom
only a person may join.
"""

from datetime import datetime
from typing import LiteralString

from django.db import connection
from django.db.backends.utils import CursorWrapper

from provodnik.facts.people.search import SEARCH_TEXT_SQL, SORT_KEY_SQL


def name_clients(
    *, now: datetime, among: LiteralString = "stage", roster_run: int | None = None
) -> None:
    """Make `stage_client` for the rows of `among`, which has the columns of `stage`.

    Found by GetCourse id, then by e-mail; strangers become clients. Contacts of a known
    client are not touched: an order knows them worse than the roster. Rows of nobody are
    left out. `roster_run` marks the clients it adds as decided by that run.
    Queries: 6 when everybody is known, about 15 otherwise.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PERSONS.replace("{among}", among))
        cursor.execute(_BY_ID)
        cursor.execute(_BY_EMAIL)
        cursor.execute("SELECT 1 FROM person WHERE client_id IS NULL LIMIT 1")
        if cursor.fetchone():
            cursor.execute(_ADOPT)
            if cursor.rowcount:
                cursor.execute(_EXTERNAL_NAMES)
                cursor.execute(_BY_ID)
            _add_strangers(cursor, _STRANGERS_BY_ID, now=now, roster_run=roster_run)
            cursor.execute(_BY_ID)
            cursor.execute(_BY_EMAIL)
            _add_strangers(cursor, _STRANGERS_BY_EMAIL, now=now, roster_run=roster_run)
            cursor.execute(_BY_EMAIL)
        cursor.execute(_NAME.replace("{among}", among))


def _add_strangers(
    cursor: CursorWrapper, choose: str, *, now: datetime, roster_run: int | None
) -> None:
    cursor.execute(choose)
    cursor.execute(_ADD_CLIENTS, {"now": now, "run": roster_run})
    cursor.execute(_ADD_KEYS)


_PERSONS = """
DROP TABLE IF EXISTS person, stranger, stage_client;
CREATE TEMP TABLE person ON COMMIT DROP AS
SELECT user_id, email, max(line) AS line, NULL::bigint AS client_id
FROM {among} WHERE user_id IS NOT NULL OR email IS NOT NULL GROUP BY user_id, email;
CREATE TEMP TABLE stranger (
  id bigint PRIMARY KEY, line bigint NOT NULL, fresh boolean NOT NULL DEFAULT true
) ON COMMIT DROP
"""

# A lookup for each person: a join over all keys would grow with the school.
_BY_ID = """
UPDATE person SET client_id = (
  SELECT k.client_id FROM people_clientkey AS k
  WHERE k.kind = 'getcourse' AND k.value = person.user_id
)
WHERE client_id IS NULL AND user_id IS NOT NULL
"""

_BY_EMAIL = """
UPDATE person SET client_id = (
  SELECT k.client_id FROM people_clientkey AS k
  WHERE k.kind = 'email' AND k.value = person.email
)
WHERE client_id IS NULL AND user_id IS NULL
"""

# Somebody known by e-mail or by an events file, whose id we learn now. Whoever has an id
# already is somebody else, even under the same e-mail.
_ADOPT = """
INSERT INTO people_clientkey (school_id, kind, value, client_id)
SELECT current_setting('app.school')::bigint, 'getcourse', user_id, client_id
FROM (
  SELECT DISTINCT ON (client_id) user_id, client_id
  FROM (
    SELECT DISTINCT ON (unknown.user_id) unknown.user_id, k.client_id, unknown.line
    FROM (
      SELECT user_id, 'external' AS kind, user_id AS value, line FROM person
      WHERE client_id IS NULL AND user_id IS NOT NULL
      UNION ALL
      SELECT user_id, 'email', email, line FROM person
      WHERE client_id IS NULL AND user_id IS NOT NULL AND email IS NOT NULL
    ) AS unknown
    CROSS JOIN LATERAL (
      SELECT client_id FROM people_clientkey
      WHERE people_clientkey.kind = unknown.kind AND people_clientkey.value = unknown.value LIMIT 1
    ) AS k
    WHERE NOT EXISTS (
      SELECT FROM people_clientkey AS has
      WHERE has.client_id = k.client_id AND has.kind = 'getcourse'
    )
    ORDER BY unknown.user_id, unknown.kind DESC, unknown.line
  ) AS by_id
  ORDER BY client_id, line
) AS adopted
ON CONFLICT (school_id, kind, value) DO NOTHING
"""

# A client with a GetCourse id is printed as this id.
_EXTERNAL_NAMES = """
UPDATE people_client
SET external_name = k.value, search_text = search_text || E'\n' || lower(k.value)
FROM person CROSS JOIN LATERAL (
  SELECT client_id, value FROM people_clientkey
  WHERE people_clientkey.kind = 'getcourse' AND people_clientkey.value = person.user_id LIMIT 1
) AS k
WHERE person.client_id IS NULL AND people_client.id = k.client_id
"""

_CHOOSE_STRANGERS = """
UPDATE stranger SET fresh = false;
INSERT INTO stranger (id, line)
SELECT nextval(pg_get_serial_sequence('people_client', 'id')), chosen.line
FROM (
  SELECT max(line) AS line FROM person
  WHERE client_id IS NULL AND {key} IS NOT NULL GROUP BY {key}
) AS chosen
"""
_STRANGERS_BY_ID = _CHOOSE_STRANGERS.replace("{key}", "user_id")
_STRANGERS_BY_EMAIL = _CHOOSE_STRANGERS.replace("{key}", "email")

GROUPS_SQL: LiteralString = """
  SELECT coalesce(user_id, email) AS who,
         jsonb_object_agg(group_id, coalesce(group_at, '') ORDER BY line) AS body
  FROM stage WHERE group_id IS NOT NULL GROUP BY who
"""

# The name by which a list shows a person: an e-mail or an id is better than an empty line.
_STRANGER = f"""
  SELECT stranger.id, current_setting('app.school')::bigint AS school_id,
    left(coalesce(s.user_name, nullif(concat_ws(' ', s.first_name, s.last_name), ''),
                  s.email, s.phone_raw, s.user_id), 300) AS name,
    left(coalesce(s.first_name, ''), 150) AS first_name,
    left(coalesce(s.last_name, ''), 150) AS last_name,
    coalesce(s.user_id, s.email) AS external_name, coalesce(s.email, '') AS email,
    coalesce(s.phone, '') AS phone, left(coalesce(s.phone_raw, ''), 60) AS phone_raw,
    left(coalesce(s.telegram, ''), 60) AS telegram, left(coalesce(s.city, ''), 150) AS city,
    left(coalesce(s.country, ''), 100) AS country, s.registered_at, s.last_active_at,
    coalesce(s.user_utm, '{{}}') AS utm,
    coalesce(s.user_custom, '{{}}') || CASE WHEN groups.body IS NULL THEN '{{}}'::jsonb
      ELSE jsonb_build_object('groups', groups.body) END AS custom,
    s.line
  FROM stranger JOIN stage AS s ON s.line = stranger.line
  LEFT JOIN ({GROUPS_SQL}) AS groups ON groups.who = coalesce(s.user_id, s.email)
  WHERE stranger.fresh
"""  # noqa: S608 (our own expressions)

_ADD_CLIENTS = f"""
INSERT INTO people_client (
  id, school_id, kind, name, first_name, last_name, sort_key, search_text, external_name, email,
  phone, phone_raw, telegram, city, country, registered_at, last_active_at, utm, custom,
  timezone, stage, open_complaints, created_at, imported_run, imported_line)
SELECT c.id, c.school_id, 'student', c.name, c.first_name, c.last_name, {SORT_KEY_SQL},
       {SEARCH_TEXT_SQL}, c.external_name, c.email, c.phone, c.phone_raw, c.telegram, c.city,
       c.country, c.registered_at, c.last_active_at, c.utm, c.custom, '', '', 0, %(now)s,
       %(run)s, CASE WHEN %(run)s::bigint IS NOT NULL THEN c.line END
FROM ({_STRANGER}) AS c
"""  # noqa: S608

_ADD_KEYS = """
INSERT INTO people_clientkey (school_id, kind, value, client_id)
SELECT current_setting('app.school')::bigint, named.kind, named.value, stranger.id
FROM stranger JOIN stage ON stage.line = stranger.line
CROSS JOIN LATERAL (VALUES ('getcourse', stage.user_id), ('email', stage.email)) named(kind, value)
WHERE stranger.fresh AND named.value IS NOT NULL
ON CONFLICT (school_id, kind, value) DO NOTHING
"""

_NAME = """
CREATE TEMP TABLE stage_client ON COMMIT DROP AS
SELECT named.line, person.client_id
FROM {among} AS named JOIN person
  ON coalesce(person.user_id, '') = coalesce(named.user_id, '')
  AND coalesce(person.email, '') = coalesce(named.email, '')
WHERE person.client_id IS NOT NULL
"""

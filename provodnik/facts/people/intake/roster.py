"""The export of people itself: it knows best how to call and reach them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from provodnik.facts.people.intake.strangers import GROUPS_SQL, name_clients
from provodnik.facts.people.search import SEARCH_TEXT_SQL, SORT_KEY_SQL
from provodnik.kernel.imports.types import Tally


@dataclass(frozen=True, slots=True)
class Roster:
    """From where the rows of a roster come: which run, and all runs of the very same file."""

    run_id: int
    same_file_runs: Sequence[int]


def take_roster(roster: Roster, *, now: datetime) -> Tally:
    """Bring clients up to a roster of people: one row a client, the last row of a client rules.

    A blank cell takes nothing away. Own fields are merged by their titles, groups by id.
    The roster decides whose an e-mail is now. Returns what became of the rows.
    Queries: about 25, whatever the number of rows.
    """
    name_clients(now=now, roster_run=roster.run_id)
    params: dict[str, int | list[int] | datetime] = {
        "run": roster.run_id,
        "runs": list(roster.same_file_runs),
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_INCOMING, params)
        cursor.execute(_UPDATE, params)
        cursor.execute(_TAKE_EMAILS)
        cursor.execute(_SUGGEST_BY_EMAIL, params)
        cursor.execute(_REFRESH_SEARCH)
        cursor.execute(_COUNTS)
        rows, created, updated = cursor.fetchone()
    return Tally(created=created, updated=updated, unchanged=rows - created - updated)


# One row a client: the last one, unless a later row of this very file has decided already.
_INCOMING = f"""
DROP TABLE IF EXISTS incoming, touched;
CREATE TEMP TABLE incoming ON COMMIT DROP AS
SELECT stage.*, last.client_id, groups.body AS groups
FROM (SELECT client_id, max(line) AS line FROM stage_client GROUP BY client_id) AS last
JOIN stage ON stage.line = last.line
JOIN people_client AS c ON c.id = last.client_id
LEFT JOIN ({GROUPS_SQL}) AS groups ON groups.who = coalesce(stage.user_id, stage.email)
WHERE NOT (coalesce(c.imported_run = ANY(%(runs)s), false) AND c.imported_line > stage.line);
CREATE TEMP TABLE touched (client_id bigint) ON COMMIT DROP
"""  # noqa: S608 (our own expressions)

_WANTED = """
  SELECT c.id, i.line,
    left(coalesce(i.user_name, nullif(concat_ws(' ', i.first_name, i.last_name), ''), c.name), 300)
      AS name,
    left(coalesce(i.first_name, c.first_name), 150) AS first_name,
    left(coalesce(i.last_name, c.last_name), 150) AS last_name,
    coalesce(i.email, c.email) AS email,
    coalesce(i.phone, CASE WHEN i.phone_raw IS NULL THEN c.phone ELSE '' END) AS phone,
    left(coalesce(i.phone_raw, c.phone_raw), 60) AS phone_raw,
    left(coalesce(i.telegram, c.telegram), 60) AS telegram,
    left(coalesce(i.city, c.city), 150) AS city,
    left(coalesce(i.country, c.country), 100) AS country,
    coalesce(i.registered_at, c.registered_at) AS registered_at,
    coalesce(i.last_active_at, c.last_active_at) AS last_active_at,
    c.utm || coalesce(i.user_utm, '{}') AS utm,
    c.custom || coalesce(i.user_custom, '{}') || CASE WHEN i.groups IS NULL THEN '{}'::jsonb
      ELSE jsonb_build_object('groups', coalesce(c.custom -> 'groups', '{}') || i.groups) END
      AS custom
  FROM incoming AS i JOIN people_client AS c ON c.id = i.client_id
"""

_UPDATE = f"""
WITH changed AS (
  UPDATE people_client AS c SET
    name = w.name, first_name = w.first_name, last_name = w.last_name, email = w.email,
    phone = w.phone, phone_raw = w.phone_raw, telegram = w.telegram, city = w.city,
    country = w.country, registered_at = w.registered_at, last_active_at = w.last_active_at,
    utm = w.utm, custom = w.custom, imported_run = %(run)s, imported_line = w.line
  FROM ({_WANTED}) AS w
  WHERE c.id = w.id
    AND (c.name, c.first_name, c.last_name, c.email, c.phone, c.phone_raw, c.telegram, c.city,
         c.country, c.registered_at, c.last_active_at, c.utm, c.custom)
      IS DISTINCT FROM
        (w.name, w.first_name, w.last_name, w.email, w.phone, w.phone_raw, w.telegram, w.city,
         w.country, w.registered_at, w.last_active_at, w.utm, w.custom)
  RETURNING c.id
)
INSERT INTO touched SELECT id FROM changed
"""  # noqa: S608

_COUNTS = """
SELECT (SELECT count(*) FROM stage), (SELECT count(*) FROM stranger),
       (SELECT count(*) FROM touched WHERE client_id NOT IN (SELECT id FROM stranger))
"""

# On the platform an e-mail belongs to one account at a time: whoever the roster shows with it.
_TAKE_EMAILS = """
INSERT INTO people_clientkey AS k (school_id, kind, value, client_id)
SELECT DISTINCT ON (email) current_setting('app.school')::bigint, 'email', email, client_id
FROM incoming WHERE email IS NOT NULL ORDER BY email, line DESC
ON CONFLICT (school_id, kind, value) DO UPDATE SET client_id = EXCLUDED.client_id
WHERE k.client_id <> EXCLUDED.client_id AND EXISTS (
  SELECT FROM people_clientkey AS has
  WHERE has.client_id = k.client_id AND has.kind = 'getcourse'
)
"""

# Known by this e-mail alone, so most likely the same person; still, a person decides.
_SUGGEST_BY_EMAIL = """
INSERT INTO people_matchsuggestion (school_id, first_id, second_id, reason, state, created_at)
SELECT DISTINCT i.school_id, least(k.client_id, i.client_id), greatest(k.client_id, i.client_id),
       'email', 'open', %(now)s
FROM (SELECT *, current_setting('app.school')::bigint AS school_id FROM incoming) AS i
JOIN people_clientkey AS k ON k.kind = 'email' AND k.value = i.email
WHERE k.client_id <> i.client_id AND i.user_id IS NOT NULL
ON CONFLICT (school_id, first_id, second_id) DO NOTHING
"""

_REFRESH_SEARCH = f"""
UPDATE people_client SET search_text = fresh.text, sort_key = fresh.sort_key
FROM (
  SELECT c.id, {SEARCH_TEXT_SQL} AS text, {SORT_KEY_SQL} AS sort_key
  FROM people_client AS c JOIN touched ON touched.client_id = c.id
) AS fresh
WHERE people_client.id = fresh.id
"""  # noqa: S608

"""Who stands behind names from outside: e-mails, phones and ids pasted as a list."""

from collections.abc import Iterable

from django.db import connection

from provodnik.facts.people.phones import normal_phone


def clients_of_keys(written: Iterable[str]) -> dict[str, int | None]:
    """Whom each line names: by a key (e-mail, GetCourse or external id), else by the phone.

    A line that names nobody, or by its phone or id several people, has None. Lines keep
    their order; blank ones are left out.

    Queries: 1
    """
    lines = list(dict.fromkeys(line.strip() for line in written if line.strip()))
    phones = [normal_phone(line) for line in lines]
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [lines, phones])
        named = dict(cursor.fetchall())
    return {line: named.get(line) for line in lines}


_NAMED = """
WITH sought AS (
  SELECT line, phone FROM unnest(%s::text[], %s::text[]) AS s (line, phone)
), by_key AS (
  SELECT s.line, k.client_id FROM sought s
  JOIN people_clientkey k ON k.value IN (s.line, lower(s.line))
), found AS (
  SELECT line, client_id FROM by_key
  UNION
  SELECT s.line, c.id FROM sought s
  JOIN people_client c ON c.phone = s.phone AND c.merged_into_id IS NULL
  WHERE s.phone <> '' AND s.line NOT IN (SELECT line FROM by_key)
)
SELECT line, min(client_id) FROM found GROUP BY line HAVING count(DISTINCT client_id) = 1
"""

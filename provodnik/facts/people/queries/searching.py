"""Finding a client by any part of a name, e-mail, phone or id."""

from dataclasses import dataclass

from django.db import connection

from provodnik.facts.people.search import needles


@dataclass(frozen=True, slots=True)
class ClientHit:
    """A client as a search shows one."""

    client_id: int
    name: str
    kind: str
    external_name: str
    email: str
    phone: str
    stage: str
    coordinator_id: int | None


def search(text: str, *, limit: int = 20) -> list[ClientHit]:
    """Clients in whose name, e-mail, phone, Telegram name or id the text stands, by name.

    «семенов» finds «Семёнов», «htvbpjdf» finds «Ремизова», «8 917 123» finds +7 917 123…;
    names that begin with the text come first. One or two letters are the beginning of a
    last name. Those merged into another are not shown.

    Queries: 1
    """
    sought = list(needles(text))
    if not sought:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, {"needles": sought, "limit": limit})
        return [ClientHit(*row) for row in cursor.fetchall()]


def found_ids(text: str, *, limit: int) -> list[int]:
    """Ids of clients the text finds, in no order, for narrowing a list. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT found.client_id FROM unnest(%s::text[]) AS needle,"
            " people_search(needle, %s) AS found",
            [list(needles(text)), limit],
        )
        return [row[0] for row in cursor.fetchall()]


_SEARCH = """
SELECT c.id, c.name, c.kind, c.external_name, c.email, c.phone, c.stage, c.coordinator_id
FROM (
  SELECT DISTINCT found.client_id
  FROM unnest(%(needles)s::text[]) AS n (text), people_search(n.text, %(limit)s) AS found
) AS hit
JOIN people_client c ON c.id = hit.client_id
ORDER BY NOT EXISTS (
    SELECT FROM unnest(%(needles)s::text[]) AS n (text) WHERE starts_with(c.sort_key, n.text)
  ), c.sort_key, c.id
LIMIT %(limit)s
"""

"""What one chunk of a file says, in temporary tables: whose, by whom, about which ticket."""

from datetime import datetime

from django.db import connection

from provodnik.facts.people.intake import name_external_clients
from provodnik.facts.team.intake import name_staff
from provodnik.kernel.imports.types import Reject, RejectCode

STAFF_ROLE = "service_manager"


def name_people(*, now: datetime) -> None:
    """Make `stage_client` (line → client_id) and `stage_staff` (staff_name → staff_id).

    A phone names a client only where exactly one has it; an unknown name becomes a client.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ONE_NAME)
    name_external_clients(now=now, called="client_name")
    with connection.cursor() as cursor:
        cursor.execute(_BY_PHONE)
    name_staff(now=now, among="stage_people", role=STAFF_ROLE)


def gather(*, same_file_runs: list[int]) -> list[Reject]:
    """Make `told`, one row a ticket of the chunk, and take rows that name no ticket out.

    A row rejected: the ticket is unknown, and nothing says whose it is or when it was opened.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, {"runs": same_file_runs})
        cursor.execute(_ORPHANS)
        orphans = cursor.fetchall()
        cursor.execute(_DROP_ORPHANS)
    return [
        Reject(line, "", RejectCode.EMPTY if has_client else RejectCode.NOBODY)
        for line, has_client in sorted(orphans)
    ]


_ONE_NAME = """
DROP TABLE IF EXISTS stage_phone, stage_people;
UPDATE stage SET client = coalesce(client, email, phone, client_name);
CREATE TEMP TABLE stage_phone ON COMMIT DROP AS
SELECT stage.line, owner.client_id
FROM stage JOIN (
  SELECT phone, min(id) AS client_id FROM people_client
  WHERE phone <> '' AND phone IN (SELECT client FROM stage WHERE client LIKE '+%') AND
    merged_into_id IS NULL
  GROUP BY phone HAVING count(*) = 1
) AS owner ON owner.phone = stage.client;
UPDATE stage SET client = NULL FROM stage_phone WHERE stage_phone.line = stage.line;
CREATE TEMP TABLE stage_people ON COMMIT DROP AS
SELECT owner_name AS staff_name FROM stage UNION
SELECT author_name FROM stage WHERE side = 'out'
"""

_BY_PHONE = "INSERT INTO stage_client (line, client_id) SELECT line, client_id FROM stage_phone"

# The last row that says something rules; not one that a later row of this very file has undone.
_LAST = (
    "(array_agg({0} ORDER BY said.line DESC) FILTER (WHERE {0} IS NOT NULL AND rules))[1] AS {1}"
)
_SAID = ", ".join(
    _LAST.format(f"said.{name}", name)
    for name in (
        *("client_id", "channel", "subject", "topic", "priority", "owner_id"),
        *("opened_at", "answered_at", "resolved_at", "closed_at"),
    )
)

_TOLD = f"""
DROP TABLE IF EXISTS told;
CREATE TEMP TABLE told ON COMMIT DROP AS
SELECT said.ticket, known.ticket_id, known.ticket_id IS NULL AS is_new,
       min(said.line) AS first_line, max(said.line) AS line, min(said.said_at) AS said_at,
       {_SAID}
FROM (
  SELECT stage.*, stage_client.client_id, stage_staff.staff_id AS owner_id
  FROM stage
  LEFT JOIN stage_client ON stage_client.line = stage.line
  LEFT JOIN stage_staff ON stage_staff.staff_name = stage.owner_name
) AS said
LEFT JOIN desk_intake_importedticket AS known ON known.external_id = said.ticket
CROSS JOIN LATERAL (
  SELECT coalesce(known.run_id <> ALL(%(runs)s::bigint[]) OR known.line <= said.line, true) AS rules
) AS judged
GROUP BY said.ticket, known.ticket_id
"""  # noqa: S608 (our own column names)

_ORPHANS = """
SELECT stage.line, told.client_id IS NOT NULL
FROM told JOIN stage ON stage.ticket = told.ticket
WHERE told.is_new AND (told.client_id IS NULL OR coalesce(told.opened_at, told.said_at) IS NULL)
"""

_DROP_ORPHANS = """
WITH gone AS (
  DELETE FROM told
  WHERE is_new AND (client_id IS NULL OR coalesce(opened_at, said_at) IS NULL) RETURNING ticket
)
DELETE FROM stage USING gone WHERE gone.ticket = stage.ticket
"""

"""Recounting segments: what changed, and whom the passing of time moved, never the base.

Clients changed since the last run come from `Change`; those whose boundary has passed («bought
more than 90 days ago» becomes true by itself) from an index on its date, between the moment of
the last run and now. Their rows are refreshed, every rule is asked about them in one
statement, and who entered or left is written with the moment.

Statements here and beside go from the list of clients to their rows by `LATERAL … OFFSET 0` or
`= ANY(ARRAY(…))`: joined plainly, a planner that cannot know the school's share of a table reads
all rows of the school.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from provodnik.facts.sales.base import comparing, rules
from provodnik.facts.sales.base.contacts import refresh_contacts
from provodnik.facts.sales.base.models import Recount, Segment
from provodnik.facts.sales.base.types import Rule
from provodnik.kernel import schools

BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Counted:
    """One run: clients looked at, memberships begun and ended. `is_done` when none waits."""

    clients: int = 0
    entered: int = 0
    left: int = 0
    is_done: bool = True


def note_changes(entry_ids: Sequence[int]) -> None:
    """Clients of these journal entries are to be recounted. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, {"entries": list(entry_ids)})


def note_clients(client_ids: Sequence[int]) -> None:
    """These clients are to be recounted. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO base_change (school_id, client_id)"
            " SELECT current_setting('app.school')::bigint, id FROM unnest(%s::bigint[]) AS id",
            [list(client_ids)],
        )


def note_strays() -> int:
    """Clients whose row is missing or no longer says what their card says. How many.

    The nightly sweep, and the end of an import: contacts corrected there have no entry each.
    Who waits already is not noted again: no recount is at work that may have read them earlier.
    """
    _alone()
    with connection.cursor() as cursor:
        cursor.execute(_STRAYS)
        return int(cursor.rowcount)


@transaction.atomic
def recount(*, now: datetime, limit: int = BATCH) -> Counted:
    """Bring at most `limit` changed clients, and all whom time moved, into their segments.

    One recount a school at a time; repeated, it changes nothing. The number of statements
    depends on the kinds of boundaries, not on clients or segments.
    """
    _alone()
    segments = live_rules()
    taken = _take(limit)
    _add_passed(segments.values(), now=now)
    clients = _name_subjects()
    refresh_contacts()
    entered, left = comparing.move(segments, now=now)
    Recount.objects.update_or_create(school_id=schools.current(), defaults={"counted_at": now})
    return Counted(clients, entered, left, is_done=taken < limit)


def recount_all(*, now: datetime) -> Counted:
    """Recount until nobody waits: for imports, the demo and tests. Sums of all runs."""
    total = Counted()
    while True:
        one = recount(now=now)
        total = Counted(
            total.clients + one.clients, total.entered + one.entered, total.left + one.left
        )
        if one.is_done:
            return total


@transaction.atomic
def fill(segment: Segment, *, now: datetime) -> None:
    """Ask a new or edited rule about the whole base; who stays keeps the date of entry."""
    _alone()
    comparing.fill(segment.pk, rules.read(segment.rule), now=now)


def live_rules() -> dict[int, Rule]:
    """The rule of every segment that is counted. One query."""
    rows = Segment.objects.filter(archived_at=None).values_list("pk", "rule")
    return {pk: rules.read(rule) for pk, rule in rows}


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('base.recount', %s))",
            [schools.current()],
        )


def _take(limit: int) -> int:
    """Move waiting clients into `taken`, each with all its changes. Returns how many clients."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS subject, taken")
        cursor.execute(_TAKE, {"limit": limit})
        return int(cursor.rowcount)


def _add_passed(live: Iterable[Rule], *, now: datetime) -> None:
    """Add to `taken` those whom time moved since the last run. A statement a kind of date."""
    last = Recount.objects.first()
    if last is None:
        return
    spans: defaultdict[str, list[timedelta]] = defaultdict(list)
    for column, days in sorted(rules.ages(live)):
        spans[column].append(timedelta(days=days))
    with connection.cursor() as cursor:
        for column, ages in spans.items():
            statement = _PASSED.format(column=sql.Identifier(column))
            params: dict[str, Any] = {"last": last.counted_at, "now": now, "ages": ages}
            cursor.execute(statement.as_string(None), params)


def _name_subjects() -> int:
    """Make `subject` of `taken`, each client once; an absorbed one brings who stands for it."""
    with connection.cursor() as cursor:
        cursor.execute(_SUBJECTS)
        subjects = int(cursor.rowcount)
        cursor.execute("ANALYZE subject")
    return subjects


_NOTE = """
INSERT INTO base_change (school_id, client_id)
SELECT DISTINCT e.school_id, told.client_id
FROM kernel_journalentry AS e
CROSS JOIN LATERAL (VALUES (e.client_id), (CASE WHEN e.attrs ? 'absorbed'
                                           THEN (e.attrs ->> 'absorbed')::bigint END)
) AS told (client_id)
WHERE e.id = ANY(%(entries)s) AND told.client_id IS NOT NULL
"""

_STRAYS = """
INSERT INTO base_change (school_id, client_id)
SELECT p.school_id, p.id
FROM people_client AS p LEFT JOIN base_contact AS c ON c.client_id = p.id
WHERE ((p.merged_into_id IS NOT NULL) = (c.id IS NOT NULL)
  OR p.last_active_at > c.alive_at OR p.registered_at < c.known_at
  OR (p.stage, p.coordinator_id, p.messages_refused_at IS NULL, p.calls_refused_at IS NULL)
     IS DISTINCT FROM (c.stage, c.coordinator_id, c.messages_allowed, c.calls_allowed)
     AND p.merged_into_id IS NULL)
  AND NOT EXISTS (SELECT FROM base_change AS waits WHERE waits.client_id = p.id)
"""

# An import notes a client once a chunk: taken change by change, it would be recounted as often.
_TAKE = """
CREATE TEMP TABLE taken ON COMMIT DROP AS
WITH waiting AS MATERIALIZED (
  SELECT DISTINCT client_id FROM base_change ORDER BY client_id LIMIT %(limit)s
), gone AS (
  DELETE FROM base_change WHERE client_id = ANY(ARRAY(SELECT client_id FROM waiting))
)
SELECT client_id FROM waiting
"""

_PASSED = sql.SQL("""
INSERT INTO taken
SELECT moved.client_id
FROM unnest(%(ages)s::interval[]) AS age
CROSS JOIN LATERAL (
  SELECT c.client_id FROM base_contact AS c
  WHERE c.{column} > %(last)s::timestamptz - age AND c.{column} <= %(now)s::timestamptz - age
  OFFSET 0
) AS moved
""")

_SUBJECTS = """
CREATE TEMP TABLE subject ON COMMIT DROP AS
SELECT p.id AS client_id FROM people_client AS p
WHERE p.id = ANY(ARRAY(SELECT client_id FROM taken))
UNION
SELECT a.survivor_id FROM people_clientalias AS a
WHERE a.client_id = ANY(ARRAY(SELECT client_id FROM taken))
"""

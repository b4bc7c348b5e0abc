"""Recounting segments: what changed, and whom the passing of time moved, never the base.

Clients changed since the last run come from `Change`; those whose boundary has passed («bought
more than 90 days ago» becomes true by itself) from an index on its date, between the moment of
the last run and now. Their rows are refreshed, every rule is asked about them in one
statement, and who entered or left is written with the moment.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from provodnik.facts.sales.base import rules
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
    """
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
    refresh_contacts()
    counted = _compare(segments, now=now)
    Recount.objects.update_or_create(school_id=schools.current(), defaults={"counted_at": now})
    return Counted(*counted, is_done=taken < limit)


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
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS subject")
        cursor.execute(
            "CREATE TEMP TABLE subject ON COMMIT DROP AS SELECT client_id FROM base_contact"
        )
    _compare({segment.pk: rules.read(segment.rule)}, now=now)


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
    """Move waiting changes into `subject`; absorbed clients bring who stands for them."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS subject, taken")
        cursor.execute(_TAKE, {"limit": limit})
        taken = int(cursor.rowcount)
        cursor.execute(_SUBJECTS)
    return taken


def _add_passed(live: Iterable[Rule], *, now: datetime) -> None:
    last = Recount.objects.first()
    if last is None:
        return
    with connection.cursor() as cursor:
        for column, days in sorted(rules.ages(live)):
            age = timedelta(days=days)
            statement = _PASSED.format(column=sql.Identifier(column))
            params = {"from": last.counted_at - age, "to": now - age}
            cursor.execute(statement.as_string(None), params)
        cursor.execute("ANALYZE subject")


def _compare(live: Mapping[int, Rule], *, now: datetime) -> tuple[int, int, int]:
    verdicts, params = _verdicts(live, now=now)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS verdict")
        cursor.execute(verdicts, params)
        known: dict[str, Any] = {"segments": list(live), "now": now}
        cursor.execute(_LEAVE, known)
        left = int(cursor.rowcount)
        cursor.execute(_ENTER, known)
        entered = int(cursor.rowcount)
        cursor.execute("SELECT count(*) FROM subject")
        (clients,) = cursor.fetchone()
    return int(clients), entered, left


def _verdicts(live: Mapping[int, Rule], *, now: datetime) -> tuple[str, dict[str, Any]]:
    """One statement asks every rule about every subject."""
    params: dict[str, Any] = {}
    answers = ["(0::bigint, false)"]
    for segment_id, rule in live.items():
        told = rules.predicate(rule, prefix=f"s{segment_id}", now=now)
        answers.append(f"({segment_id}::bigint, {told.text})")
        params |= told.params
    return _VERDICTS.replace("{answers}", ", ".join(answers)), params


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
WHERE (p.merged_into_id IS NOT NULL) = (c.id IS NOT NULL)
   OR p.last_active_at > c.alive_at OR p.registered_at < c.known_at
   OR (p.stage, p.coordinator_id, p.messages_refused_at IS NULL, p.calls_refused_at IS NULL)
      IS DISTINCT FROM (c.stage, c.coordinator_id, c.messages_allowed, c.calls_allowed)
      AND p.merged_into_id IS NULL
"""

_TAKE = """
CREATE TEMP TABLE taken ON COMMIT DROP AS
WITH waiting AS MATERIALIZED (SELECT id FROM base_change ORDER BY id LIMIT %(limit)s),
gone AS (DELETE FROM base_change WHERE id IN (SELECT id FROM waiting) RETURNING client_id)
SELECT client_id FROM gone
"""

_SUBJECTS = """
CREATE TEMP TABLE subject ON COMMIT DROP AS
SELECT taken.client_id FROM taken JOIN people_client AS p ON p.id = taken.client_id
UNION
SELECT a.survivor_id FROM taken JOIN people_clientalias AS a ON a.client_id = taken.client_id
"""

_PASSED = sql.SQL("""
INSERT INTO subject
SELECT c.client_id FROM base_contact AS c
WHERE c.{column} > %(from)s AND c.{column} <= %(to)s
  AND NOT EXISTS (SELECT FROM subject WHERE subject.client_id = c.client_id)
""")

_VERDICTS = """
CREATE TEMP TABLE verdict ON COMMIT DROP AS
SELECT c.client_id, answer.segment_id
FROM subject JOIN base_contact AS c ON c.client_id = subject.client_id
CROSS JOIN LATERAL (VALUES {answers}) AS answer (segment_id, fits)
WHERE answer.fits
"""

_LEAVE = """
WITH standing AS MATERIALIZED (
  SELECT m.id, m.client_id, m.segment_id
  FROM subject JOIN base_membership AS m ON m.client_id = subject.client_id
  WHERE m.left_at IS NULL AND m.segment_id = ANY(%(segments)s)
)
UPDATE base_membership AS m SET left_at = %(now)s
FROM standing LEFT JOIN verdict
  ON verdict.client_id = standing.client_id AND verdict.segment_id = standing.segment_id
WHERE m.id = standing.id AND verdict.client_id IS NULL
"""

_ENTER = """
INSERT INTO base_membership (school_id, segment_id, client_id, since_at)
SELECT current_setting('app.school')::bigint, segment_id, client_id, %(now)s FROM verdict
ON CONFLICT (school_id, segment_id, client_id) WHERE left_at IS NULL DO NOTHING
"""

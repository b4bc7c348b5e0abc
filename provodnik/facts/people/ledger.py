"""Bringing the journal to what an import says, without touching what is written there.

An entry that an import made is named by its source and external id. When the facts behind
it change, the entry is voided and a new one is added under the same id with `#2`, `#3`…
When they do not, nothing is written. Works on the temporary table `wanted`:

    event, key            which entry: its kind and external id
    happened_at, client_id, staff_id, product_id, item, channel, value, attrs
    present               false: the entry must not stand (any more)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from django.db import connection

from provodnik.kernel import journal

_CONTENT = (
    "happened_at",
    "client_id",
    "staff_id",
    "product_id",
    "item",
    "channel",
    "value",
    "attrs",
)


@dataclass(frozen=True, slots=True)
class Booked:
    """What settling wrote: new entries, corrected ones, entries taken back."""

    added: int = 0
    corrected: int = 0
    withdrawn: int = 0


def open_ledger() -> None:
    """Make an empty `wanted` for this chunk."""
    with connection.cursor() as cursor:
        cursor.execute(_WANTED)


def settle(*, source: str, actor: str, now: datetime, final: Sequence[str] = ()) -> Booked:
    """Make the journal of this source say what `wanted` says. Writes only differences.

    What the actors of `final` wrote stays as it is, even where `wanted` says otherwise.
    Queries: 5, and one or two for each kind and each revision.
    """
    params: dict[str, int | list[str]] = {
        "source": journal.source_id(source),
        "voided": journal.event_id("entry_voided"),
        "final": list(final),
    }
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, params)
        level = 1
        while cursor.rowcount and level:
            cursor.execute(_NEXT_REVISION, {**params, "level": level})
            level += 1
        cursor.execute(_VERDICTS, params)
        cursor.execute("SELECT id FROM verdict WHERE NOT voided AND NOT (present AND same)")
        wrong = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT DISTINCT event FROM wanted WHERE present ORDER BY event")
        events = [row[0] for row in cursor.fetchall()]
    if wrong:
        journal.void(wrong, at=now, actor=actor, reason="import")
    added = sum(_append(event, source, actor, _NEW) for event in events)
    corrected = sum(_append(event, source, actor, _AGAIN) for event in events)
    return Booked(added, corrected, withdrawn=len(wrong) - corrected)


def _append(event: str, source: str, actor: str, query: LiteralString) -> int:
    return journal.append_from(
        event,
        source=source,
        columns=("external_id", *_CONTENT, "actor"),
        query=query,
        params=[actor, event],
    )


_WANTED = """
DROP TABLE IF EXISTS wanted, head, verdict;
CREATE TEMP TABLE wanted (
  event text NOT NULL, key text NOT NULL, happened_at timestamptz, client_id bigint,
  staff_id bigint, product_id bigint, item text, channel text, value bigint,
  attrs jsonb NOT NULL DEFAULT '{}', present boolean NOT NULL
) ON COMMIT DROP
"""

# A lookup for each row, by LATERAL … LIMIT: a join over the whole journal would grow with it.
_HEADS = """
CREATE TEMP TABLE head ON COMMIT DROP AS
SELECT w.event, w.key, e.id AS event_id, 1 AS level, found.id
FROM wanted AS w JOIN kernel_eventname AS e ON e.name = w.event
CROSS JOIN LATERAL (
  SELECT j.id FROM kernel_journalentry AS j
  WHERE j.source_id = %(source)s AND j.event_id = e.id AND j.external_id = w.key LIMIT 1
) AS found
"""

_NEXT_REVISION = """
WITH later AS MATERIALIZED (
  SELECT head.event, head.key, found.id
  FROM head CROSS JOIN LATERAL (
    SELECT j.id FROM kernel_journalentry AS j
    WHERE j.source_id = %(source)s AND j.event_id = head.event_id
      AND j.external_id = head.key || '#' || (head.level + 1) LIMIT 1
  ) AS found
  WHERE head.level = %(level)s
)
UPDATE head SET level = head.level + 1, id = later.id
FROM later WHERE later.event = head.event AND later.key = head.key
"""

# An absorbed client keeps its old entries: they are the survivor's.
_VERDICTS = """
CREATE TEMP TABLE verdict ON COMMIT DROP AS
SELECT head.event, head.key, head.level, head.id, w.present,
  EXISTS (
    SELECT FROM kernel_journalentry AS v
    WHERE v.event_id = %(voided)s AND v.external_id = 'entry:' || head.id
      AND v.source_id = (SELECT id FROM kernel_sourcename WHERE name = 'provodnik')
  ) AS voided,
  (j.happened_at, j.staff_id, j.product_id, j.item, j.channel, j.value, j.attrs)
    IS NOT DISTINCT FROM
  (w.happened_at, w.staff_id, w.product_id, w.item, w.channel, w.value, w.attrs)
  AND (j.client_id IS NOT DISTINCT FROM w.client_id OR EXISTS (
    SELECT FROM people_clientalias AS a
    WHERE a.client_id = j.client_id AND a.survivor_id = w.client_id
  )) OR j.actor = ANY(%(final)s) AS same
FROM head JOIN wanted AS w ON w.event = head.event AND w.key = head.key
CROSS JOIN LATERAL (SELECT * FROM kernel_journalentry WHERE id = head.id LIMIT 1) AS j
"""

_NEW = """
SELECT w.key, w.happened_at, w.client_id, w.staff_id, w.product_id, w.item, w.channel, w.value,
       w.attrs, %s
FROM wanted AS w
WHERE w.event = %s AND w.present
  AND NOT EXISTS (SELECT FROM head WHERE head.event = w.event AND head.key = w.key)
"""

_AGAIN = """
SELECT w.key || '#' || (verdict.level + 1), w.happened_at, w.client_id, w.staff_id, w.product_id,
       w.item, w.channel, w.value, w.attrs, %s
FROM wanted AS w JOIN verdict ON verdict.event = w.event AND verdict.key = w.key
WHERE w.event = %s AND w.present AND (verdict.voided OR NOT verdict.same)
"""

"""A client's history as the journal tells it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from provodnik.facts.people.types import TIMELINE_KINDS, TimelineGroup

PAGE = 25

type Attr = str | int | float | bool | None
type Place = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line. `staff` and `author` are names; `author` is None where no person did it.

    `value` is in the smallest unit of its kind; `product_id` is named by the catalogue.
    """

    entry_id: int
    event: str
    happened_at: datetime
    actor: str
    author: str | None
    staff: str | None
    product_id: int | None
    item: str | None
    channel: str | None
    value: int | None
    source: str
    attrs: Mapping[str, Attr]


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """A page of history, newest first; `next_place` begins the following one, None at the end."""

    entries: tuple[TimelineEntry, ...]
    next_place: Place | None

    @property
    def product_ids(self) -> frozenset[int]:
        """Products to be named."""
        return frozenset(e.product_id for e in self.entries if e.product_id is not None)


def known_as(client_id: int) -> tuple[int, ...]:
    """Under which ids the journal knows a client: its own and those it absorbed. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT client_id FROM people_clientalias WHERE survivor_id = %s ORDER BY client_id",
            [client_id],
        )
        return (client_id, *(row[0] for row in cursor.fetchall()))


def timeline(
    client_ids: Sequence[int],
    *,
    group: TimelineGroup | None = None,
    before: Place | None = None,
    limit: int = PAGE,
) -> TimelinePage:
    """What happened to a client, newest first, from `before` on. `client_ids` are `known_as`.

    Entries found wrong are left out, and so is the bookkeeping of that.

    Queries: 1, whatever the number of lines: names of staff come with them.
    """
    params = {
        "clients": list(client_ids),
        "kinds": None if group is None else list(TIMELINE_KINDS[group]),
        "before_at": before[0] if before else None,
        "before_id": before[1] if before else None,
        "limit": limit + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TIMELINE, params)
        entries = [TimelineEntry(*(*row[:-1], json.loads(row[-1]))) for row in cursor.fetchall()]
    shown = tuple(entries[:limit])
    more = len(entries) > limit
    return TimelinePage(shown, (shown[-1].happened_at, shown[-1].entry_id) if more else None)


_TIMELINE = """
SELECT e.id, n.name, e.happened_at, e.actor, author.name, staff.name, e.product_id, e.item,
       e.channel, e.value, source.name, e.attrs
FROM kernel_journalentry e
JOIN kernel_eventname n ON n.id = e.event_id
JOIN kernel_sourcename source ON source.id = e.source_id
LEFT JOIN team_staff staff ON staff.id = e.staff_id
LEFT JOIN team_staff author
  ON author.id = CASE WHEN e.actor ~ '^staff:[0-9]{1,18}$' THEN substr(e.actor, 7)::bigint END
WHERE e.client_id = ANY(%(clients)s) AND n.name <> 'entry_voided'
  AND (%(kinds)s::text[] IS NULL OR n.name = ANY(%(kinds)s::text[]))
  AND (%(before_at)s::timestamptz IS NULL
       OR (e.happened_at, e.id) < (%(before_at)s::timestamptz, %(before_id)s::bigint))
  AND NOT EXISTS (
    SELECT FROM kernel_journalentry void
    WHERE void.client_id = e.client_id AND void.value = e.id
      AND void.event_id = (SELECT id FROM kernel_eventname WHERE name = 'entry_voided'))
ORDER BY e.happened_at DESC, e.id DESC
LIMIT %(limit)s
"""

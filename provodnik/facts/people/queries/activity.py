"""When a client last did something themselves, as the journal tells it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection

# What a client does; our own touches, planning and bookkeeping are no sign of life.
SIGNS_OF_LIFE = (
    "logged_in",
    "lesson_viewed",
    "homework_submitted",
    "module_completed",
    "course_completed",
    "order_placed",
    "payment_received",
    "offer_clicked",
    "survey_answered",
    "activity_joined",
)


def last_seen(client_ids: Sequence[int]) -> Mapping[int, datetime]:
    """The latest sign of life of each client that gave one. One query, whatever the number."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_SEEN, {"clients": list(client_ids), "kinds": list(SIGNS_OF_LIFE)})
        return dict(cursor.fetchall())


# The list of clients comes first and whole: row security hides from the planner that it is short.
_LAST_SEEN = """
WITH asked AS MATERIALIZED (
       SELECT id, id AS known_as FROM unnest(%(clients)s::bigint[]) AS asked(id)
       UNION
       SELECT survivor_id, client_id FROM people_clientalias
       WHERE survivor_id = ANY(%(clients)s::bigint[])),
     kinds AS MATERIALIZED (SELECT id FROM kernel_eventname WHERE name = ANY(%(kinds)s::text[]))
SELECT asked.id, max(seen.happened_at)
FROM asked
CROSS JOIN LATERAL (
    SELECT e.happened_at
    FROM kernel_journalentry e
    WHERE e.client_id = asked.known_as AND e.event_id IN (SELECT id FROM kinds)
    ORDER BY e.happened_at DESC
    LIMIT 1
) AS seen
GROUP BY asked.id
"""

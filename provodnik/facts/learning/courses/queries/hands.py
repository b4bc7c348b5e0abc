"""Who needs a hand with a lesson: what the check found, with who leads the student."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection


@dataclass(frozen=True, slots=True)
class HandRow:
    """A student stopped at a lesson: `stuck`, or `returned`, silent after a weak mark."""

    client_id: int
    name: str
    course_id: int
    product: str
    lesson: str
    module: str
    reason: str
    since_at: datetime
    coordinator_id: int | None
    coordinator: str
    curator: str


def needing_hand(
    *, course_id: int | None = None, coordinator_id: int | None = None, limit: int = 500
) -> list[HandRow]:
    """Students the last check found, the longest silence last. One query.

    `coordinator_id` leaves the students somebody leads. The curator is of the student's cohort.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HANDS, {"course": course_id, "coordinator": coordinator_id, "limit": limit})
        return [HandRow(*row) for row in cursor.fetchall()]


_HANDS = """
SELECT c.id, c.name, (s.evidence->>'course')::bigint, s.evidence->>'product',
       s.evidence->>'lesson', s.evidence->>'module', s.evidence->>'reason', s.since_at,
       c.coordinator_id, coalesce(leader.name, ''), coalesce(curator.name, '')
FROM kernel_signal s JOIN people_client c ON c.id = s.subject_id
LEFT JOIN team_staff leader ON leader.id = c.coordinator_id
LEFT JOIN LATERAL (
  SELECT t.name FROM learning_membership m
  JOIN learning_cohort o ON o.id = m.cohort_id JOIN team_staff t ON t.id = o.curator_id
  WHERE m.client_id = c.id AND m.left_at IS NULL ORDER BY m.joined_at DESC LIMIT 1
) AS curator ON true
WHERE s.check_name = 'student_stuck' AND s.closed_at IS NULL
  AND (%(course)s::bigint IS NULL OR (s.evidence->>'course')::bigint = %(course)s::bigint)
  AND (%(coordinator)s::bigint IS NULL OR c.coordinator_id = %(coordinator)s::bigint)
ORDER BY s.since_at DESC, c.id LIMIT %(limit)s
"""

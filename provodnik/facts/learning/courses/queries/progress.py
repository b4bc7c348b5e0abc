"""How far students are in their courses, by the published rule."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from django.db import connection

from provodnik.facts.learning.courses.queries.sql import LEARNING
from provodnik.method import queries as method
from provodnik.method.course_words import DoneBy

_EVENTS = {DoneBy.SUBMITTED: "homework_submitted", DoneBy.REVIEWED: "homework_reviewed"}


@dataclass(frozen=True, slots=True)
class StudentProgress:
    """Required lessons done, of those of the version the student began with.

    `next_lesson` is the first one not done, with its module; empty when all are.
    """

    client_id: int
    course_id: int
    product_id: int
    product: str
    version: int
    started_at: datetime
    done: int
    required: int
    next_lesson: str
    next_module: str
    finished_at: datetime | None

    @property
    def share(self) -> float | None:
        """0..1, never above; None where the version requires no lesson."""
        return self.done / self.required if self.required else None


def progress(client_ids: Collection[int]) -> list[StudentProgress]:
    """Each client in each course they got access to that has a published version.

    A lesson is done when its required homework is, and one without when it was opened. Since
    lessons of the version are counted, not deeds, a share cannot pass the whole; when the
    course changes, those who began before keep the lessons they began with. Whoever was merged
    into another is counted as the other. The latest start first. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PROGRESS, {"clients": sorted(set(client_ids)), "done_by": done_event()})
        return [StudentProgress(*row) for row in cursor.fetchall()]


def started(course_id: int) -> dict[int, int]:
    """How many students began with each version, by its number. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_STARTED, {"course": course_id})
        return dict(cursor.fetchall())


def done_event() -> str:
    """The kind of entry that finishes required homework."""
    return _EVENTS[method.course_settings().completion.done_by]


_ASKED: LiteralString = """
WITH asked AS MATERIALIZED (
  SELECT client_id, client_id AS known_as FROM unnest(%(clients)s::bigint[]) AS client_id
  UNION
  SELECT survivor_id, client_id FROM people_clientalias
  WHERE survivor_id = ANY(%(clients)s::bigint[])
)
"""

_PROGRESS: LiteralString = ", ".join(
    (
        _ASKED,
        LEARNING,
        """
counted AS (
  SELECT client_id, course_id, count(*) AS required, count(*) FILTER (WHERE is_done) AS done
  FROM lesson GROUP BY client_id, course_id
), ended AS (
  SELECT client_id, product_id, min(happened_at) AS at FROM deed
  WHERE event IN ('course_completed', 'graduated') GROUP BY client_id, product_id
)
SELECT b.client_id, b.course_id, b.product_id, product.name, b.number, b.at,
       coalesce(c.done, 0), coalesce(c.required, 0),
       coalesce(ahead.lesson, ''), coalesce(ahead.module, ''), ended.at
FROM begun b JOIN catalog_product product ON product.id = b.product_id
LEFT JOIN counted c ON c.client_id = b.client_id AND c.course_id = b.course_id
LEFT JOIN ahead ON ahead.client_id = b.client_id AND ahead.course_id = b.course_id
LEFT JOIN ended ON ended.client_id = b.client_id AND ended.product_id = b.product_id
ORDER BY b.at DESC, b.client_id
""",
    )
)

# Whoever got access before the first version began with it.
_STARTED: LiteralString = """
WITH first AS (
  SELECT coalesce(a.survivor_id, e.client_id) AS client_id, min(e.happened_at) AS at
  FROM kernel_journalentry e
  JOIN kernel_eventname n ON n.id = e.event_id AND n.name = 'enrolled'
  LEFT JOIN people_clientalias a ON a.client_id = e.client_id
  WHERE e.product_id = (SELECT product_id FROM courses_course WHERE id = %(course)s)
    AND NOT EXISTS (
      SELECT FROM kernel_journalentry v
      JOIN kernel_eventname x ON x.id = v.event_id AND x.name = 'entry_voided'
      WHERE v.client_id = e.client_id AND v.value = e.id)
  GROUP BY 1
)
SELECT v.number, count(*) FROM first
CROSS JOIN LATERAL (
  SELECT number FROM courses_courseversion
  WHERE course_id = %(course)s AND published_at IS NOT NULL
  ORDER BY starts_at <= first.at DESC, CASE WHEN starts_at <= first.at THEN -number ELSE number END
  LIMIT 1
) AS v
GROUP BY v.number
"""

"""Students who need a hand with a lesson today, and courses overloaded with rare techniques."""

from datetime import datetime, timedelta
from typing import Any, LiteralString

from provodnik.facts.learning.courses.queries.board import mark_roles
from provodnik.facts.learning.courses.queries.progress import done_event
from provodnik.facts.learning.courses.queries.sql import LEARNING
from provodnik.kernel.signals import Check
from provodnik.method import queries as method
from provodnik.method.course_words import LessonRole

CHECK = "student_stuck"
_HUNDREDTHS = 100

# Who did something lately and then nothing: of each course they are in and have not finished, the
# first required lesson not done. A weak mark or returned work after the last deed is told first.
_STUCK: LiteralString = ", ".join(
    (
        """
WITH heard AS MATERIALIZED (
  SELECT coalesce(a.survivor_id, e.client_id) AS client_id, max(e.happened_at) AS at
  FROM kernel_journalentry e LEFT JOIN people_clientalias a ON a.client_id = e.client_id
  WHERE e.event_id IN (
      SELECT id FROM kernel_eventname WHERE name IN ('lesson_viewed', 'homework_submitted'))
    AND e.happened_at > %(since)s AND e.happened_at <= %(now)s
  GROUP BY 1
), quiet AS MATERIALIZED (
  SELECT client_id FROM heard WHERE at <= greatest(%(stuck)s, %(returned)s)
), asked AS MATERIALIZED (
  SELECT client_id, client_id AS known_as FROM quiet
  UNION
  SELECT q.client_id, a.client_id FROM quiet q
  JOIN people_clientalias a ON a.survivor_id = q.client_id
)
""",
        LEARNING,
        """
state AS (
  SELECT b.client_id, b.course_id, b.product_id,
         max(d.happened_at) FILTER (WHERE d.event IN ('lesson_viewed', 'homework_submitted'))
           AS did_at,
         bool_or(d.event IN ('course_completed', 'graduated', 'withdrew')) AS is_over
  FROM begun b JOIN deed d ON d.client_id = b.client_id AND d.product_id = b.product_id
  GROUP BY b.client_id, b.course_id, b.product_id
), weak AS (
  SELECT s.client_id, s.course_id, min(d.happened_at) AS at FROM state s
  JOIN deed d ON d.client_id = s.client_id AND d.product_id = s.product_id
   AND d.event = 'homework_reviewed' AND d.value <= %(weak)s AND d.happened_at > s.did_at
  GROUP BY s.client_id, s.course_id
), found AS (
  SELECT DISTINCT ON (s.client_id) s.client_id, s.course_id, product.name AS product,
         ahead.lesson, ahead.module,
         CASE WHEN weak.at <= %(returned)s THEN 'returned' ELSE 'stuck' END AS reason,
         CASE WHEN weak.at <= %(returned)s THEN weak.at ELSE s.did_at END AS since_at
  FROM state s JOIN catalog_product product ON product.id = s.product_id
  JOIN ahead ON ahead.client_id = s.client_id AND ahead.course_id = s.course_id
  LEFT JOIN weak ON weak.client_id = s.client_id AND weak.course_id = s.course_id
  WHERE NOT s.is_over AND s.did_at > %(since)s
    AND (s.did_at <= %(stuck)s OR weak.at <= %(returned)s)
  ORDER BY s.client_id, s.did_at DESC
)
SELECT f.client_id AS subject_id, f.since_at,
       jsonb_build_object('course', f.course_id, 'product', f.product, 'lesson', f.lesson,
                          'module', f.module, 'reason', f.reason) AS evidence
FROM found f JOIN people_client c ON c.id = f.client_id AND c.merged_into_id IS NULL
""",
    )
)

_OVERLOADED = """
WITH newest AS (
  SELECT DISTINCT ON (course_id) id, course_id, created_at FROM courses_courseversion
  ORDER BY course_id, number DESC
), counted AS (
  SELECT n.course_id, n.created_at, count(*) AS marked,
         count(*) FILTER (WHERE l.mark = ANY(%(basics)s::text[])) AS basic,
         count(*) FILTER (WHERE l.mark = ANY(%(exclusives)s::text[])) AS exclusive,
         count(*) FILTER (WHERE l.mark = ANY(%(overloads)s::text[])) AS too_much
  FROM newest n JOIN courses_placement p ON p.version_id = n.id
  JOIN courses_lesson l ON l.id = p.lesson_id AND l.mark <> ''
  GROUP BY n.course_id, n.created_at
)
SELECT course_id AS subject_id, created_at AS since_at,
       jsonb_build_object('exclusive', exclusive, 'basic', basic, 'marked', marked) AS evidence
FROM counted
WHERE too_much * 100 > %(overload_percent)s * marked
   OR exclusive * 100 > %(exclusive_percent)s * marked AND basic * 100 < %(basic_percent)s * marked
"""


def _hand(now: datetime) -> dict[str, Any]:
    hand = method.course_settings().needs_hand
    return {
        "since": now - timedelta(days=hand.forget_days),
        "stuck": now - timedelta(days=hand.stuck_days),
        "returned": now - timedelta(days=hand.returned_days),
        "weak": hand.weak_mark * _HUNDREDTHS,
        "done_by": done_event(),
    }


def _limits(_now: datetime) -> dict[str, Any]:
    limits, roles = method.course_settings().overloaded, mark_roles()
    return {
        "exclusive_percent": limits.exclusive_percent,
        "basic_percent": limits.basic_percent,
        "overload_percent": limits.overload_percent,
        **{f"{role.value}s": [k for k, of in roles.items() if of is role] for role in LessonRole},
    }


CHECKS = (
    Check(CHECK, "client", _STUCK, _hand),
    Check("course_overloaded", "course", _OVERLOADED, _limits),
)

"""The pieces of SQL that progress and the list of those who need a hand are made of.

Each expects `asked (client_id, known_as)`: clients and every id the journal knows them under.
"""

from typing import LiteralString

# Deeds of the asked clients with the course each belongs to. A deed without a product belongs
# to the only course of its client, as for every metric.
DEEDS: LiteralString = """
mine AS MATERIALIZED (
  SELECT a.client_id, n.name AS event, e.id, e.product_id, e.item, e.value, e.happened_at
  FROM asked a
  CROSS JOIN LATERAL (
    SELECT * FROM kernel_journalentry WHERE client_id = a.known_as OFFSET 0) AS e
  JOIN kernel_eventname n ON n.id = e.event_id AND n.name IN (
    'enrolled', 'withdrew', 'lesson_viewed', 'homework_submitted', 'homework_reviewed',
    'course_completed', 'graduated', 'entry_voided')
), valid AS MATERIALIZED (
  SELECT * FROM mine WHERE event <> 'entry_voided'
    AND id NOT IN (SELECT value FROM mine WHERE event = 'entry_voided' AND value IS NOT NULL)
), started AS MATERIALIZED (
  SELECT client_id, product_id, min(happened_at) AS at FROM valid
  WHERE event = 'enrolled' AND product_id IS NOT NULL GROUP BY client_id, product_id
), sole AS (
  SELECT client_id, min(product_id) AS product_id FROM started
  GROUP BY client_id HAVING count(*) = 1
), deed AS MATERIALIZED (
  SELECT v.client_id, coalesce(v.product_id, sole.product_id) AS product_id, v.event, v.item,
         v.value, v.happened_at
  FROM valid v LEFT JOIN sole ON sole.client_id = v.client_id
)
"""

# The version a student began with: the last one that had started by then, else the first.
BEGUN: LiteralString = """
begun AS MATERIALIZED (
  SELECT s.client_id, s.product_id, s.at, c.id AS course_id, v.id AS version_id, v.number
  FROM started s
  JOIN courses_course c ON c.product_id = s.product_id
  CROSS JOIN LATERAL (
    SELECT id, number FROM courses_courseversion
    WHERE course_id = c.id AND published_at IS NOT NULL
    ORDER BY starts_at <= s.at DESC, CASE WHEN starts_at <= s.at THEN -number ELSE number END
    LIMIT 1
  ) AS v
)
"""

# Required lessons of the version, each done or not by the published rule; and the first of
# those not done.
LESSONS: LiteralString = """
did AS (
  SELECT client_id, product_id, item, bool_or(event = %(done_by)s) AS worked,
         bool_or(event IN ('lesson_viewed', 'homework_submitted')) AS seen
  FROM deed WHERE item IS NOT NULL GROUP BY client_id, product_id, item
), lesson AS MATERIALIZED (
  SELECT b.client_id, b.course_id, p.position, p.lesson_id, p.module_id,
         coalesce(CASE WHEN p.is_required_homework THEN did.worked ELSE did.seen END, false)
           AS is_done
  FROM begun b
  JOIN courses_placement p ON p.version_id = b.version_id AND p.is_required
  JOIN courses_lesson l ON l.id = p.lesson_id
  LEFT JOIN did ON did.client_id = b.client_id AND did.product_id = b.product_id
   AND did.item = l.key
), ahead AS (
  SELECT DISTINCT ON (lesson.client_id, lesson.course_id)
         lesson.client_id, lesson.course_id, l.name AS lesson, m.name AS module
  FROM lesson
  JOIN courses_lesson l ON l.id = lesson.lesson_id JOIN courses_module m ON m.id = lesson.module_id
  WHERE NOT lesson.is_done
  ORDER BY lesson.client_id, lesson.course_id, lesson.position
)
"""

LEARNING: LiteralString = ", ".join((DEEDS, BEGUN, LESSONS))

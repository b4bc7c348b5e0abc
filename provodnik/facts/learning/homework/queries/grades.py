"""Marks of graduates by cohort: distribution, mean, share of five (R-152, R-159)."""

from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from django.db import connection

from provodnik.facts.learning.homework.models import GraduateMark
from provodnik.facts.learning.homework.types import HIGHEST


@dataclass(frozen=True, slots=True)
class CohortMarks:
    """A cohort's students of a product and the marks they leave with; no cohort: of none.

    `counts` are students with 1, 2, 3, 4 and 5.
    """

    product_id: int
    product: str
    cohort_id: int | None
    cohort: str
    students: int
    counts: tuple[int, ...]
    last_at: datetime | None

    @property
    def marked(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """1..5; None without marks."""
        points = sum(mark * count for mark, count in enumerate(self.counts, start=1))
        return points / self.marked if self.marked else None

    @property
    def fives(self) -> int:
        return self.counts[HIGHEST - 1]

    @property
    def fives_share(self) -> float | None:
        return self.fives / self.marked if self.marked else None


@dataclass(frozen=True, slots=True)
class GraduateRow:
    """A student of a cohort, the mark if there is one, and how the practical tasks stand."""

    client_id: int
    name: str
    mark: int | None
    comment: str
    assessor: str
    marked_at: datetime | None
    tasks: int
    checked: int
    work_id: int | None


def cohort_marks() -> list[CohortMarks]:
    """Cohorts of products in which anybody has a mark or a practical task; newest first.

    One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COHORTS)
        rows = cursor.fetchall()
    return [
        CohortMarks(
            product_id=row[0],
            product=row[1],
            cohort_id=row[2],
            cohort=row[3],
            students=row[4],
            counts=row[5:10],
            last_at=row[10],
        )
        for row in rows
    ]


def graduates_of(product_id: int, cohort_id: int | None) -> list[GraduateRow]:
    """The students behind a row of `cohort_marks`, by name. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {"product": product_id, "cohort": cohort_id})
        return [GraduateRow(*row) for row in cursor.fetchall()]


def mark_of(client_id: int, product_id: int) -> GraduateMark | None:
    """The mark a student leaves a product with. One query."""
    found = GraduateMark.objects.filter(client_id=client_id, product_id=product_id)
    return found.select_related("assessor").first()


# A student counts in the cohort of this product joined last; groups count in their cohort.
_STUDENTS: LiteralString = """
WITH practical AS (
  SELECT w.id, coalesce(a.survivor_id, w.client_id) AS client_id, c.product_id, w.state
  FROM homework_work w
  JOIN homework_assignment g ON g.lesson_id = w.lesson_id AND g.is_practical
  JOIN courses_lesson l ON l.id = w.lesson_id JOIN courses_course c ON c.id = l.course_id
  LEFT JOIN people_clientalias a ON a.client_id = w.client_id
), mark AS (
  SELECT DISTINCT ON (client_id, product_id) * FROM (
    SELECT coalesce(a.survivor_id, m.client_id) AS client_id, m.product_id, m.mark, m.comment,
           m.assessor_id, m.marked_at
    FROM homework_graduatemark m LEFT JOIN people_clientalias a ON a.client_id = m.client_id
  ) AS told ORDER BY client_id, product_id, marked_at DESC
), product AS (
  SELECT product_id FROM mark UNION SELECT product_id FROM practical
), member AS (
  SELECT DISTINCT ON (client_id, product_id) * FROM (
    SELECT coalesce(a.survivor_id, m.client_id) AS client_id,
           coalesce(c.product_id, top.product_id) AS product_id,
           coalesce(top.id, c.id) AS cohort_id, m.joined_at
    FROM learning_membership m JOIN learning_cohort c ON c.id = m.cohort_id
    LEFT JOIN learning_cohort top ON top.id = c.parent_id
    LEFT JOIN people_clientalias a ON a.client_id = m.client_id
  ) AS joined WHERE product_id IN (SELECT product_id FROM product)
  ORDER BY client_id, product_id, joined_at DESC, cohort_id DESC
), student AS (
  SELECT client_id, product_id, max(cohort_id) AS cohort_id FROM (
    SELECT client_id, product_id, cohort_id FROM member
    UNION ALL SELECT client_id, product_id, NULL FROM mark
    UNION ALL SELECT client_id, product_id, NULL FROM practical
  ) AS everybody GROUP BY client_id, product_id
)
"""

_COHORTS: LiteralString = (
    _STUDENTS
    + """
SELECT s.product_id, p.name, s.cohort_id, coalesce(c.name, ''), count(*)::integer,
  count(*) FILTER (WHERE m.mark = 1)::integer, count(*) FILTER (WHERE m.mark = 2)::integer,
  count(*) FILTER (WHERE m.mark = 3)::integer, count(*) FILTER (WHERE m.mark = 4)::integer,
  count(*) FILTER (WHERE m.mark = 5)::integer, max(m.marked_at)
FROM student s JOIN catalog_product p ON p.id = s.product_id
LEFT JOIN learning_cohort c ON c.id = s.cohort_id
LEFT JOIN mark m ON m.client_id = s.client_id AND m.product_id = s.product_id
GROUP BY s.product_id, p.name, s.cohort_id, c.name, c.starts_on
ORDER BY c.starts_on DESC NULLS LAST, max(m.marked_at) DESC NULLS LAST, p.name, c.name
"""
)

_PEOPLE: LiteralString = (
    _STUDENTS
    + """
SELECT s.client_id, k.name, m.mark, coalesce(m.comment, ''), coalesce(t.name, ''), m.marked_at,
  count(w.id)::integer, count(w.id) FILTER (WHERE w.state = 'accepted')::integer, max(w.id)
FROM student s JOIN people_client k ON k.id = s.client_id
LEFT JOIN mark m ON m.client_id = s.client_id AND m.product_id = s.product_id
LEFT JOIN team_staff t ON t.id = m.assessor_id
LEFT JOIN practical w ON w.client_id = s.client_id AND w.product_id = s.product_id
WHERE s.product_id = %(product)s AND s.cohort_id IS NOT DISTINCT FROM %(cohort)s::bigint
GROUP BY s.client_id, k.name, k.sort_key, m.mark, m.comment, t.name, m.marked_at
ORDER BY k.sort_key, s.client_id
"""
)

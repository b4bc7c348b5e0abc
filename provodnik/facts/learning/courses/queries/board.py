"""All courses at once: their version, what the audit says, how far the re-recording is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from provodnik.facts.learning.courses import rules
from provodnik.facts.learning.courses.models import Course, Lesson
from provodnik.facts.learning.courses.types import ContentShares, Overload, ToldLesson
from provodnik.method import queries as method
from provodnik.method.course_words import LessonRole
from provodnik.method.shapes.courses import Overloaded


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course in a list. Lessons are of its newest version, the draft when there is one.

    `recorded` of `lessons` are recorded for the standard going on; 0 is none.
    """

    course_id: int
    product_id: int
    product: str
    version: int | None
    published_at: datetime | None
    has_draft: bool
    modules: int
    shares: ContentShares
    planned: int
    standard: int
    recorded: int
    overload: Overload

    @property
    def lessons(self) -> int:
        return self.shares.lessons


def courses() -> list[CourseRow]:
    """Every course by its product's name. One query."""
    roles = mark_roles()
    params = {role.value: [key for key, of in roles.items() if of is role] for role in LessonRole}
    with connection.cursor() as cursor:
        cursor.execute(_COURSES, params)
        rows = cursor.fetchall()
    limits = method.course_settings().overloaded
    return [_row(row, limits) for row in rows]


def mark_roles() -> dict[str, LessonRole]:
    """What each mark of the method counts as."""
    return {str(mark.key): mark.role for mark in method.course_settings().marks}


def overload_of(shares: ContentShares, limits: Overloaded) -> Overload:
    """The limits of the method a course breaks."""
    return rules.overload(
        shares,
        exclusive_percent=limits.exclusive_percent,
        basic_percent=limits.basic_percent,
        overload_percent=limits.overload_percent,
    )


def course_of(product_id: int) -> int | None:
    """The id of a product's course."""
    return Course.objects.filter(product_id=product_id).values_list("pk", flat=True).first()


def lesson_choices(course_id: int) -> list[tuple[int, str]]:
    """Lessons of a course that are there, by name."""
    found = Lesson.objects.filter(course_id=course_id, is_planned=False)
    return sorted(found.values_list("pk", "name"), key=lambda row: rules.natural(row[1]))


def read_list(text: str) -> list[ToldLesson]:
    """A pasted list of lessons, read with the method's words."""
    words = method.course_settings().list_words
    return rules.read_list(text, heads=words.heads, required=words.required)


def _row(row: Sequence[Any], limits: Overloaded) -> CourseRow:
    shares = ContentShares(*row[7:12])
    return CourseRow(*(*row[:7], shares, *row[12:], overload_of(shares, limits)))


_COURSES = """
WITH newest AS (
  SELECT DISTINCT ON (course_id) id, course_id FROM courses_courseversion
  ORDER BY course_id, number DESC
), published AS (
  SELECT DISTINCT ON (course_id) course_id, number, published_at FROM courses_courseversion
  WHERE published_at IS NOT NULL ORDER BY course_id, number DESC
), counted AS (
  SELECT n.course_id, count(DISTINCT p.module_id) AS modules, count(*) AS lessons,
         count(*) FILTER (WHERE l.mark <> '') AS marked,
         count(*) FILTER (WHERE l.mark = ANY(%(basic)s::text[])) AS basic,
         count(*) FILTER (WHERE l.mark = ANY(%(exclusive)s::text[])) AS exclusive,
         count(*) FILTER (WHERE l.mark = ANY(%(overload)s::text[])) AS overload,
         count(r.id) AS recorded
  FROM newest n
  JOIN courses_course c ON c.id = n.course_id
  JOIN courses_placement p ON p.version_id = n.id
  JOIN courses_lesson l ON l.id = p.lesson_id
  LEFT JOIN courses_recording r ON r.lesson_id = l.id AND r.standard = c.standard
  GROUP BY n.course_id
)
SELECT c.id, c.product_id, product.name, published.number, published.published_at,
       EXISTS (SELECT FROM courses_courseversion v
               WHERE v.course_id = c.id AND v.published_at IS NULL),
       coalesce(t.modules, 0), coalesce(t.lessons, 0), coalesce(t.marked, 0),
       coalesce(t.basic, 0), coalesce(t.exclusive, 0), coalesce(t.overload, 0),
       (SELECT count(*) FROM courses_lesson l WHERE l.course_id = c.id AND l.is_planned),
       c.standard, coalesce(t.recorded, 0)
FROM courses_course c JOIN catalog_product product ON product.id = c.product_id
LEFT JOIN counted t ON t.course_id = c.id LEFT JOIN published ON published.course_id = c.id
ORDER BY product.sort_key, c.id
"""

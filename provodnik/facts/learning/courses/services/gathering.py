"""A course drawn from what the journal or a list tells of its lessons."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import LiteralString

from django.db import connection, transaction

from provodnik.facts.learning.courses import rules
from provodnik.facts.learning.courses.errors import NoLessons
from provodnik.facts.learning.courses.models import Course, CourseVersion, Lesson, Module
from provodnik.facts.learning.courses.services.drafts import draft_of, locked, places_of, put
from provodnik.facts.learning.courses.types import Gathered, Place, ToldLesson
from provodnik.kernel import schools

_LETTERS = 200


@transaction.atomic
def open_course(product_id: int, *, now: datetime) -> Course:
    """The course of a product, made when it has none."""
    course, _ = Course.objects.get_or_create(
        school_id=schools.current(), product_id=product_id, defaults={"created_at": now}
    )
    return course


@transaction.atomic
def gather(product_id: int, *, now: datetime) -> Gathered:
    """Add lessons the journal has seen in this product to the draft of its course.

    Modules and lessons stand in the order in which students meet them: by the median time from
    access to the first deed. Homework is required as the metric of homework tells it. Lessons
    known already stay where they are. One pass over the journal.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, {"product": product_id})
        seen = cursor.fetchall()
    modules: dict[str, float] = {}
    for module, _key, _homework, since in seen:
        modules[module] = min(modules.get(module, since), since)
    seen.sort(
        key=lambda row: (modules[row[0]], rules.natural(row[0]), row[3], rules.natural(row[1]))
    )
    course = open_course(product_id, now=now)
    return _added(course, [ToldLesson(row[0], row[1], row[2]) for row in seen], now=now)


@transaction.atomic
def add_lessons(course_id: int, lessons: Sequence[ToldLesson], *, now: datetime) -> Gathered:
    """Add lessons of a list to the draft; those with a place stay where they are.

    Raises:  Course.DoesNotExist; NoLessons
    """
    if not lessons:
        raise NoLessons(course_id)
    return _added(Course.objects.get(pk=course_id), lessons, now=now)


@transaction.atomic
def ensure_lessons(
    named: Collection[tuple[int, str]], *, now: datetime
) -> dict[tuple[int, str], int]:
    """Lesson ids by (product, key); unknown ones get a course and a lesson without a place.

    Statements: 4, whatever the number of lessons. Raises:  IntegrityError: no such product
    """
    school_id = schools.current()
    products = {product_id for product_id, _ in named}
    Course.objects.bulk_create(
        [Course(school_id=school_id, product_id=one, created_at=now) for one in sorted(products)],
        ignore_conflicts=True,
    )
    courses = dict(Course.objects.filter(product_id__in=products).values_list("product_id", "pk"))
    _bulk_lessons(school_id, {(courses[one], key[:_LETTERS]) for one, key in named}, now=now)
    rows = Lesson.objects.filter(course_id__in=courses.values())
    ids = {(course, key): pk for pk, course, key in rows.values_list("pk", "course_id", "key")}
    return {(one, key): ids[courses[one], key[:_LETTERS]] for one, key in named}


def _added(course: Course, told: Sequence[ToldLesson], *, now: datetime) -> Gathered:
    """New lessons in the draft; without any nothing is drafted."""
    course = locked(course.pk)
    told = [ToldLesson(t.module[:_LETTERS], t.key[:_LETTERS], t.is_required_homework) for t in told]
    known = set(Module.objects.filter(course=course).values_list("key", flat=True))
    fresh_modules = [key for key in dict.fromkeys(t.module for t in told) if key not in known]
    Module.objects.bulk_create(
        Module(school_id=course.school_id, course=course, key=key, name=key)
        for key in fresh_modules
    )
    _bulk_lessons(course.school_id, {(course.pk, t.key) for t in told}, now=now)
    modules = dict(Module.objects.filter(course=course).values_list("key", "pk"))
    lessons = dict(Lesson.objects.filter(course=course, is_planned=False).values_list("key", "pk"))
    placed = {place.lesson_id for place in _places_now(course)}
    fresh = [
        Place(lessons[t.key], modules[t.module], is_required_homework=t.is_required_homework)
        for t in told
        if t.key in lessons and lessons[t.key] not in placed
    ]
    if fresh:
        draft = draft_of(course, now=now)
        put(draft, rules.with_new(places_of(draft), fresh))
    return Gathered(modules=len(fresh_modules), lessons=len(fresh))


def _places_now(course: Course) -> list[Place]:
    """What the next version begins as: the draft, else the published order."""
    version = CourseVersion.objects.filter(course=course).order_by("-number").first()
    return places_of(version) if version else []


def _bulk_lessons(school_id: int, keys: Iterable[tuple[int, str]], *, now: datetime) -> None:
    Lesson.objects.bulk_create(
        [
            Lesson(school_id=school_id, course_id=course_id, key=key, name=key, created_at=now)
            for course_id, key in sorted(keys)
        ],
        ignore_conflicts=True,
    )


# An entry without a product belongs to the only course of its client, as for every metric.
_SEEN: LiteralString = """
WITH opened AS MATERIALIZED (
  SELECT e.client_id, min(e.happened_at) FILTER (WHERE e.product_id = %(product)s) AS at,
         count(DISTINCT e.product_id) AS courses
  FROM kernel_journalentry e JOIN kernel_eventname n ON n.id = e.event_id AND n.name = 'enrolled'
  WHERE e.product_id IS NOT NULL
  GROUP BY e.client_id HAVING bool_or(e.product_id = %(product)s)
), voided AS MATERIALIZED (
  SELECT e.value FROM kernel_journalentry e
  JOIN kernel_eventname n ON n.id = e.event_id AND n.name = 'entry_voided'
  WHERE e.value IS NOT NULL
), deed AS MATERIALIZED (
  SELECT e.client_id, e.item, coalesce(e.attrs->>'module', e.item) AS module,
         n.name = 'homework_submitted' AS is_work,
         lower(coalesce(e.attrs->>'required', '')) IN ('false', '0', 'no') AS is_free,
         extract(epoch FROM e.happened_at - o.at) AS since
  FROM kernel_journalentry e
  JOIN kernel_eventname n
    ON n.id = e.event_id AND n.name IN ('lesson_viewed', 'homework_submitted')
  LEFT JOIN opened o ON o.client_id = e.client_id
  WHERE e.item <> '' AND e.id NOT IN (SELECT value FROM voided)
    AND (e.product_id = %(product)s OR e.product_id IS NULL AND o.courses = 1)
), met AS (
  SELECT client_id, item, min(since) AS since FROM deed GROUP BY client_id, item
), timed AS (
  SELECT item, percentile_cont(0.5) WITHIN GROUP (ORDER BY since) AS since FROM met GROUP BY item
)
SELECT mode() WITHIN GROUP (ORDER BY deed.module), deed.item,
       bool_or(is_work) AND NOT bool_or(is_work AND is_free),
       coalesce(timed.since, 0)::float
FROM deed JOIN timed ON timed.item = deed.item GROUP BY deed.item, timed.since
"""

"""Courses for tests."""

from datetime import datetime

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.tests.factories import make_product
from provodnik.facts.learning.courses import services
from provodnik.facts.learning.courses.models import Course, Lesson
from provodnik.facts.learning.courses.types import ToldLesson
from provodnik.facts.people.tests.factories import MONDAY

ACTOR = "system"
LESSONS = (
    ToldLesson("Модуль 1", "Урок 1"),
    ToldLesson("Модуль 1", "Урок 2", is_required_homework=True),
    ToldLesson("Модуль 2", "Урок 3"),
    ToldLesson("Модуль 2", "Урок 4", is_required_homework=True),
)


def make_course(product: Product | None = None, *, at: datetime = MONDAY) -> Course:
    """A course with a draft of four lessons in two modules."""
    product = product or make_product("Колорист")
    course = services.open_course(product.pk, now=at)
    services.add_lessons(course.pk, LESSONS, now=at)
    return course


def published_course(product: Product | None = None, *, at: datetime = MONDAY) -> Course:
    """The same, published."""
    course = make_course(product, at=at)
    services.publish(course.pk, note="", now=at, actor=ACTOR)
    return course


def lesson_of(course: Course, key: str) -> Lesson:
    return Lesson.objects.get(course=course, key=key)

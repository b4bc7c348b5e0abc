"""Lessons, works and checks for tests."""

from datetime import UTC, datetime

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.tests.factories import make_product
from provodnik.facts.learning.courses.models import Lesson
from provodnik.facts.learning.courses.services import ensure_lessons
from provodnik.facts.learning.homework import services
from provodnik.facts.learning.homework.models import Attempt, Review
from provodnik.facts.learning.homework.types import Checked, Handed, Result
from provodnik.facts.people.models import Client

# A Monday at noon in Moscow: the school works from 10:00 to 19:00.
NOON = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
WORDS = "Тон ровный, поправьте линию роста"
GOOD = {"cleanness": 4, "tone": 5, "reasoning": 3}
FINE = {"diagnosis": 5, "technique": 5, "outcome": 5}


def make_lesson(
    name: str = "Урок 1", *, product: Product | None = None, is_practical: bool = False
) -> Lesson:
    """A lesson of a course; a practical one is judged by the rubric of experts."""
    name_of_course = "Колорист с нуля"
    product = product or Product.objects.filter(name=name_of_course).first()
    product = product or make_product(name_of_course)
    ids = ensure_lessons([(product.pk, name)], now=NOON)
    lesson = Lesson.objects.select_related("course").get(pk=ids[product.pk, name])
    if is_practical:
        services.set_assignment(lesson.pk, brief="", rubric="practical", is_practical=True)
    return lesson


def hand_in(lesson: Lesson, client: Client, *, at: datetime = NOON, text: str = "Вот") -> Attempt:
    actor = f"client:{client.pk}"
    return services.hand_in(lesson.pk, client.pk, Handed(text), now=at, actor=actor)


def checked(
    marks: dict[str, int] | None = None,
    comment: str = WORDS,
    result: Result = Result.ACCEPTED,
) -> Checked:
    return Checked(GOOD if marks is None else marks, comment, result)


def check(attempt: Attempt, by_id: int, told: Checked | None = None, *, at: datetime) -> Review:
    return services.check(attempt.work_id, told or checked(), by_id=by_id, now=at)

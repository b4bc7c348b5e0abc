"""Where a lesson stands now and who answers for a student's works in it."""

from dataclasses import dataclass

from django.db.models import F

from provodnik.facts.learning.courses.models import Lesson, Placement
from provodnik.facts.learning.homework.models import Assignment
from provodnik.facts.learning.models import Membership
from provodnik.kernel.journal import Attr


@dataclass(frozen=True, slots=True)
class Stand:
    """A lesson as its homework is judged."""

    lesson: Lesson
    product_id: int
    is_practical: bool
    rubric: str
    attrs: dict[str, Attr]


def stand_of(lesson_id: int) -> Stand:
    """What the journal and the rubric need to know of a lesson. Queries: 3.

    `attrs.required` is told only where it is known: by the place of the lesson in the course
    published last, or by its being a task for single students, which nobody must do.

    Raises:  Lesson.DoesNotExist
    """
    lesson = Lesson.objects.select_related("course").get(pk=lesson_id)
    assignment = Assignment.objects.filter(lesson=lesson).first()
    is_practical = assignment is not None and assignment.is_practical
    place = (
        Placement.objects.filter(lesson=lesson, version__published_at__isnull=False)
        .select_related("module")
        .order_by("-version__number")
        .first()
    )
    attrs: dict[str, Attr] = {}
    if place is not None:
        attrs["module"] = place.module.key
        attrs["required"] = place.is_required_homework and not is_practical
    elif is_practical:
        attrs["required"] = False
    rubric = assignment.rubric if assignment else ""
    return Stand(lesson, lesson.course.product_id, is_practical, rubric, attrs)


def curator_of(client_id: int, product_id: int) -> int | None:
    """Who curates the student in this product: the group before its cohort. One query."""
    mine = Membership.objects.filter(
        client_id=client_id, left_at=None, cohort__curator__isnull=False
    )
    own = mine.filter(cohort__product_id=product_id) | mine.filter(
        cohort__parent__product_id=product_id
    )
    newest = own.order_by(F("cohort__parent_id").desc(nulls_last=True), "-joined_at", "-pk")
    found: int | None = newest.values_list("cohort__curator_id", flat=True).first()
    return found

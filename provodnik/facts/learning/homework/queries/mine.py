"""A student's works for the page of their own: what may be handed in, marks, remarks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from provodnik.facts.learning.courses.models import Lesson, Placement
from provodnik.facts.learning.homework.models import Assignment, Work
from provodnik.facts.learning.homework.queries.opened import AttemptView, attempts_of
from provodnik.facts.learning.homework.types import WorkState
from provodnik.method import queries as method
from provodnik.method.shapes.homework import Rubric


@dataclass(frozen=True, slots=True)
class StudentWork:
    """A lesson with homework, as its student sees it. No state: nothing handed in yet."""

    lesson_id: int
    lesson: str
    course: str
    brief: str
    rubric: Rubric
    state: WorkState | None
    attempts: tuple[AttemptView, ...]

    @property
    def last(self) -> AttemptView | None:
        return self.attempts[0] if self.attempts else None

    @property
    def may_hand_in(self) -> bool:
        return self.state is not WorkState.ACCEPTED

    @property
    def told(self) -> AttemptView | None:
        """The newest attempt whose check was sent."""
        return next((one for one in self.attempts if one.first and one.first.sent_at), None)


def works_of(client_ids: Sequence[int], product_ids: Sequence[int]) -> list[StudentWork]:
    """Works of these courses: all begun ones, and lessons whose homework waits to be done.

    `client_ids` are the ids a student is known under. In the order of the lessons.
    Queries: 8, whatever the number of lessons.
    """
    works = {
        one.lesson_id: one
        for one in Work.objects.filter(client_id__in=client_ids).order_by("created_at")
    }
    order = _order(product_ids)
    wanted = {lesson_id for lesson_id, (_, needed) in order.items() if needed} | set(works)
    asked = Assignment.objects.filter(
        Q(lesson_id__in=wanted) | Q(lesson__course__product_id__in=product_ids)
    )
    assignments = {one.lesson_id: one for one in asked}
    common = {pk for pk, one in assignments.items() if not one.is_practical}
    attempts = attempts_of([one.pk for one in works.values()])
    lessons = Lesson.objects.filter(pk__in=wanted | common).select_related("course__product")
    found = [_work(one, works, assignments, attempts) for one in lessons]
    return sorted(
        found,
        key=lambda one: (one.course, order.get(one.lesson_id, (10_000, False))[0], one.lesson_id),
    )


def _order(product_ids: Sequence[int]) -> dict[int, tuple[int, bool]]:
    """Lessons of the courses as published last: their place, and whether homework is required."""
    placed = Placement.objects.filter(
        version__course__product_id__in=product_ids, version__published_at__isnull=False
    ).order_by("version__number")
    return {
        lesson_id: (position, needed)
        for lesson_id, position, needed in placed.values_list(
            "lesson_id", "position", "is_required_homework"
        )
    }


def _work(
    lesson: Lesson,
    works: dict[int, Work],
    assignments: dict[int, Assignment],
    attempts: dict[int, tuple[AttemptView, ...]],
) -> StudentWork:
    work, assignment = works.get(lesson.pk), assignments.get(lesson.pk)
    return StudentWork(
        lesson_id=lesson.pk,
        lesson=lesson.name,
        course=lesson.course.product.name,
        brief=assignment.brief if assignment else "",
        rubric=method.homework_settings().rubric(assignment.rubric if assignment else ""),
        state=WorkState(work.state) if work else None,
        attempts=attempts.get(work.pk, ()) if work else (),
    )

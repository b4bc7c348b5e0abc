"""One work with its attempts, checks and what it is judged by."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from provodnik.facts.learning.homework import rules
from provodnik.facts.learning.homework.models import (
    Assignment,
    Attempt,
    Mark,
    Remark,
    Review,
    SecondLook,
    Work,
)
from provodnik.facts.learning.homework.types import Difference, Result, WorkState
from provodnik.method import queries as method
from provodnik.method.shapes.homework import Rubric

_REMARKS = 30


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One person's check: marks by criterion, words, how it ended; `sent_at` None is a draft."""

    reviewer_id: int | None
    reviewer: str
    result: Result | None
    score_hundredths: int | None
    comment: str
    written_at: datetime
    sent_at: datetime | None
    marks: tuple[tuple[str, str, int], ...]

    @property
    def by_criterion(self) -> dict[str, int]:
        return {key: mark for key, _, mark in self.marks}


@dataclass(frozen=True, slots=True)
class AttemptView:
    """What was handed in, and both checks of it."""

    attempt_id: int
    number: int
    text: str
    link: str
    file_name: str
    submitted_at: datetime
    asked_at: datetime | None
    due_at: datetime | None
    first: ReviewView | None = None
    second: ReviewView | None = None
    look: SecondLook | None = None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Both people's marks beside each other, once both are there."""
        if self.first is None or self.second is None:
            return ()
        titles = {key: title for key, title, _ in self.first.marks}
        return rules.differences(titles, self.first.by_criterion, self.second.by_criterion)

    @property
    def difference(self) -> int:
        return rules.greatest(self.differences)


@dataclass(frozen=True, slots=True)
class WorkView:
    """A work for its pane; attempts newest first."""

    work_id: int
    client_id: int
    client: str
    lesson: str
    course: str
    product_id: int
    brief: str
    is_practical: bool
    rubric: Rubric
    state: WorkState
    holder: str
    claimed_by_id: int | None
    claimed_by: str
    claimed_at: datetime | None
    due_at: datetime | None
    attempts: tuple[AttemptView, ...] = field(default=())

    @property
    def last(self) -> AttemptView | None:
        return self.attempts[0] if self.attempts else None

    @property
    def before(self) -> AttemptView | None:
        """The attempt before the last one, to be compared with."""
        return self.attempts[1] if len(self.attempts) > 1 else None

    @property
    def is_waiting(self) -> bool:
        return self.state is WorkState.WAITING


def opened(work: Work) -> WorkView:
    """A work with everything about it. Queries: 5."""
    assignment = Assignment.objects.filter(lesson_id=work.lesson_id).first()
    course = work.lesson.course
    return WorkView(
        work_id=work.pk,
        client_id=work.client_id,
        client=work.client.name,
        lesson=work.lesson.name,
        course=course.product.name,
        product_id=course.product_id,
        brief=assignment.brief if assignment else "",
        is_practical=assignment is not None and assignment.is_practical,
        rubric=method.homework_settings().rubric(assignment.rubric if assignment else ""),
        state=WorkState(work.state),
        holder=work.holder.name if work.holder else "",
        claimed_by_id=work.claimed_by_id,
        claimed_by=work.claimed_by.name if work.claimed_by else "",
        claimed_at=work.claimed_at,
        due_at=work.due_at,
        attempts=attempts_of([work.pk]).get(work.pk, ()),
    )


def attempts_of(work_ids: list[int]) -> dict[int, tuple[AttemptView, ...]]:
    """Attempts of works, newest first, with their checks. Queries: 4."""
    attempts = list(Attempt.objects.filter(work_id__in=work_ids).order_by("-number"))
    ids = [one.pk for one in attempts]
    marks: dict[int, list[tuple[str, str, int]]] = {}
    for mark in Mark.objects.filter(review__attempt_id__in=ids).order_by("pk"):
        marks.setdefault(mark.review_id, []).append((mark.criterion, mark.title, mark.mark))
    reviews = {
        (review.attempt_id, review.is_second): _review(review, marks.get(review.pk, []))
        for review in Review.objects.filter(attempt_id__in=ids).select_related("reviewer")
    }
    looks = {look.attempt_id: look for look in SecondLook.objects.filter(attempt_id__in=ids)}
    found: dict[int, tuple[AttemptView, ...]] = {}
    for one in attempts:
        view = AttemptView(
            one.pk,
            one.number,
            one.text,
            one.link,
            one.file_name if one.file else "",
            one.submitted_at,
            one.asked_at,
            one.due_at,
            reviews.get((one.pk, False)),
            reviews.get((one.pk, True)),
            looks.get(one.pk),
        )
        found[one.work_id] = (*found.get(one.work_id, ()), view)
    return found


def remarks() -> list[str]:
    """Words kept to be said again: the school's own by how often they are used, then the method's.

    One query.
    """
    own = Remark.objects.order_by(F("used").desc(), "-pk").values_list("text", flat=True)
    shipped = (one.text for one in method.homework_settings().remarks)
    return list(dict.fromkeys([*own[:_REMARKS], *shipped]))


def _review(review: Review, marks: list[tuple[str, str, int]]) -> ReviewView:
    return ReviewView(
        reviewer_id=review.reviewer_id,
        reviewer=review.reviewer.name if review.reviewer else "",
        result=Result(review.result) if review.result else None,
        score_hundredths=review.score_hundredths,
        comment=review.comment,
        written_at=review.written_at,
        sent_at=review.sent_at,
        marks=tuple(marks),
    )

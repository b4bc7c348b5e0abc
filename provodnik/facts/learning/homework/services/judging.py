"""What a check must be, and how its marks are written."""

from datetime import datetime

from provodnik.facts.learning.homework import rules
from provodnik.facts.learning.homework.errors import (
    CommentTooShort,
    MarksMissing,
    NoSuchMark,
    OnlyExperts,
)
from provodnik.facts.learning.homework.models import Attempt, Mark, Review, SecondLook
from provodnik.facts.learning.homework.services.placing import Stand
from provodnik.facts.learning.homework.types import Checked
from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.method.types import Right


def refuse_stranger(stand: Stand, by: Staff) -> None:
    """Practical tasks are for experts. Raises:  OnlyExperts"""
    if stand.is_practical and not is_expert(by):
        raise OnlyExperts


def is_expert(by: Staff) -> bool:
    """Whether the method lets this person mark graduates."""
    return Right.MARK_GRADUATES in method.rights_of(by.role)


def refuse_short(checked: Checked) -> None:
    """The feedback has the form the regulation asks for. Raises:  CommentTooShort"""
    letters = method.homework_settings().feedback.letters_at_least
    if len(checked.comment.strip()) < letters:
        raise CommentTooShort(letters)


def write(
    attempt: Attempt,
    stand: Stand,
    checked: Checked,
    *,
    by: Staff,
    now: datetime,
    is_second: bool = False,
) -> Review:
    """One person's check of an attempt, in the place of an earlier draft of it.

    Raises:  MarksMissing; NoSuchMark
    """
    criteria = method.homework_settings().rubric(stand.rubric).criteria
    lacking = rules.missing([one.key for one in criteria], checked.marks)
    if lacking:
        raise MarksMissing([one.title for one in criteria if one.key in lacking])
    marks = {one.key: checked.marks[one.key] for one in criteria}
    if not all(rules.is_scale(mark) for mark in marks.values()):
        raise NoSuchMark
    review, _ = Review.objects.update_or_create(
        school_id=attempt.school_id,
        attempt=attempt,
        is_second=is_second,
        defaults={
            "reviewer": by,
            "score_hundredths": rules.score_hundredths(marks.values()),
            "comment": checked.comment.strip(),
            "written_at": now,
        },
    )
    Mark.objects.filter(review=review).delete()
    Mark.objects.bulk_create(
        Mark(
            school_id=attempt.school_id,
            review=review,
            criterion=one.key,
            title=one.title,
            mark=marks[one.key],
        )
        for one in criteria
    )
    return review


def compared(look: SecondLook | None) -> int:
    """The greatest difference between both people's marks as they stand, in points."""
    if look is None:
        return 0
    told: dict[bool, dict[str, int]] = {False: {}, True: {}}
    titles: dict[str, str] = {}
    for mark in Mark.objects.filter(review__attempt_id=look.attempt_id).select_related("review"):
        told[mark.review.is_second][mark.criterion] = mark.mark
        titles[mark.criterion] = mark.title
    return rules.greatest(rules.differences(titles, told[False], told[True]))

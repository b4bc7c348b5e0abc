"""A work is checked by criteria; a second opinion is asked for, given and compared."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.learning.homework.errors import (
    BeingChecked,
    MustDiscuss,
    NoSecondOpinion,
    OnlySeniors,
    WaitsForSecond,
)
from provodnik.facts.learning.homework.models import Attempt, Review, SecondLook, Work
from provodnik.facts.learning.homework.services import judging
from provodnik.facts.learning.homework.services.claiming import waiting
from provodnik.facts.learning.homework.services.placing import Stand, stand_of
from provodnik.facts.learning.homework.types import Checked, LookReason, Result, WorkState
from provodnik.facts.team.models import Staff
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.method.types import Right

_AGREED_LETTERS = 500


@transaction.atomic
def check(work_id: int, checked: Checked, *, by_id: int, now: datetime) -> Review:
    """Check the attempt that waits and tell the student.

    Refused without a mark for every criterion, without the feedback the regulation asks for,
    while a second opinion is awaited, and while one too different was not talked about.

    Raises:  Work.DoesNotExist; NotWaiting; BeingChecked; OnlyExperts; MarksMissing; NoSuchMark;
             CommentTooShort; WaitsForSecond; MustDiscuss
    """
    work = waiting(work_id, by_id=by_id, now=now)
    stand, by = stand_of(work.lesson_id), Staff.objects.get(pk=by_id)
    judging.refuse_stranger(stand, by)
    judging.refuse_short(checked)
    attempt = _last(work)
    look = SecondLook.objects.filter(attempt=attempt).first()
    first = Review.objects.filter(attempt=attempt, is_second=False).first()
    if look is not None and first is not None and first.reviewer_id != by_id:
        raise BeingChecked(first.reviewer.name if first.reviewer else "")
    review = judging.write(attempt, stand, checked, by=by, now=now)
    _refuse_unsettled(look, judging.compared(look))
    review.result, review.sent_at = checked.result.value, now
    review.save(update_fields=["result", "sent_at"])
    _settle(work, review)
    _tell(work, stand, review)
    return review


@transaction.atomic
def ask_second(work_id: int, checked: Checked, *, by_id: int, now: datetime) -> SecondLook:
    """Keep one's own marks as a draft and ask a senior for theirs. Asking again changes nothing.

    Raises:  as `check`, but the words may still be missing
    """
    work = waiting(work_id, by_id=by_id, now=now)
    stand, by = stand_of(work.lesson_id), Staff.objects.get(pk=by_id)
    judging.refuse_stranger(stand, by)
    attempt = _last(work)
    judging.write(attempt, stand, checked, by=by, now=now)
    look, _ = SecondLook.objects.get_or_create(
        school_id=schools.current(),
        attempt=attempt,
        defaults={"reason": LookReason.ASKED.value, "asked_by": by, "asked_at": now},
    )
    work.claimed_by_id, work.claimed_at = by_id, now
    work.save(update_fields=["claimed_by", "claimed_at"])
    return look


@transaction.atomic
def give_second(attempt_id: int, checked: Checked, *, by_id: int, now: datetime) -> SecondLook:
    """A second person's marks of the same attempt, and how far they are from the first's.

    Raises:  NoSecondOpinion; OnlySeniors; MarksMissing; NoSuchMark
    """
    look = SecondLook.objects.select_for_update().filter(attempt_id=attempt_id).first()
    if look is None or look.done_at is not None:
        raise NoSecondOpinion
    attempt = Attempt.objects.select_related("work").get(pk=attempt_id)
    stand, by = stand_of(attempt.work.lesson_id), Staff.objects.get(pk=by_id)
    first = Review.objects.filter(attempt=attempt, is_second=False).first()
    may = Right.GIVE_SECOND_OPINION in method.rights_of(by.role)
    if not may or first is None or first.reviewer_id == by_id:
        raise OnlySeniors
    judging.write(attempt, stand, checked, by=by, now=now, is_second=True)
    look.difference, look.done_at = judging.compared(look), now
    look.save(update_fields=["difference", "done_at"])
    journal.record(
        "second_opinion_given",
        happened_at=now,
        actor=f"staff:{by_id}",
        client_id=attempt.work.client_id,
        product_id=stand.product_id,
        staff_id=by_id,
        item=stand.lesson.key,
        value=look.difference * 100,
        attrs={"reason": look.reason},
    )
    return look


@transaction.atomic
def agree(attempt_id: int, agreed: str, *, now: datetime) -> SecondLook:
    """Write down what two people agreed about their marks. Nothing said agrees to nothing.

    Raises:  NoSecondOpinion: there is no difference to talk about
    """
    look = SecondLook.objects.select_for_update().filter(attempt_id=attempt_id).first()
    if look is None or look.done_at is None:
        raise NoSecondOpinion
    if told := agreed.strip()[:_AGREED_LETTERS]:
        look.agreed, look.agreed_at = told, now
        look.save(update_fields=["agreed", "agreed_at"])
    return look


def _refuse_unsettled(look: SecondLook | None, difference: int) -> None:
    if look is None:
        return
    if look.done_at is None:
        raise WaitsForSecond
    if difference >= method.homework_settings().second.discuss_from and look.agreed_at is None:
        raise MustDiscuss(difference)


def _settle(work: Work, review: Review) -> None:
    is_accepted = review.result == Result.ACCEPTED
    work.state = (WorkState.ACCEPTED if is_accepted else WorkState.RETURNED).value
    work.asked_at = work.due_at = work.claimed_by = work.claimed_at = None
    work.checked_at, work.score_hundredths = review.sent_at, review.score_hundredths
    work.save()


def _tell(work: Work, stand: Stand, review: Review) -> None:
    attrs = {name: value for name, value in stand.attrs.items() if name == "module"}
    journal.record(
        "homework_reviewed",
        happened_at=review.sent_at or review.written_at,
        actor=f"staff:{review.reviewer_id}",
        client_id=work.client_id,
        product_id=stand.product_id,
        staff_id=review.reviewer_id,
        item=stand.lesson.key,
        value=review.score_hundredths,
        external_id=f"review:{review.pk}",
        attrs=attrs,
    )


def _last(work: Work) -> Attempt:
    return Attempt.objects.get(work=work, number=work.attempts)

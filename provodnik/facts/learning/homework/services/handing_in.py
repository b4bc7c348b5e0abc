"""A student hands in a work."""

from datetime import datetime, timedelta

from django.db import transaction

from provodnik.facts.learning.homework import rules
from provodnik.facts.learning.homework.errors import (
    AlreadyAccepted,
    NothingHandedIn,
    TooManyAttempts,
)
from provodnik.facts.learning.homework.models import Attempt, Work
from provodnik.facts.learning.homework.services.placing import Stand, curator_of, stand_of
from provodnik.facts.learning.homework.types import Handed, WorkState
from provodnik.kernel import journal, schools
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method

_DAY = timedelta(days=1)


@transaction.atomic
def hand_in(
    lesson_id: int, client_id: int, handed: Handed, *, now: datetime, actor: str
) -> Attempt:
    """Another attempt of a work. The clock of the check starts anew with it.

    Raises:  Lesson.DoesNotExist; NothingHandedIn; TooManyAttempts; AlreadyAccepted
    """
    if not any(part.strip() for part in (handed.text, handed.link, handed.file)):
        raise NothingHandedIn
    stand = stand_of(lesson_id)
    work = _work(stand, client_id, now=now)
    _refuse(work, now=now)
    attempt = _attempt(work, stand, handed, now=now)
    _wait(work, attempt)
    journal.record(
        "homework_submitted",
        happened_at=attempt.submitted_at,
        actor=actor,
        client_id=client_id,
        product_id=stand.product_id,
        item=stand.lesson.key,
        external_id=f"attempt:{attempt.pk}",
        attrs=stand.attrs,
    )
    return attempt


def _work(stand: Stand, client_id: int, *, now: datetime) -> Work:
    work, is_new = Work.objects.select_for_update().get_or_create(
        school_id=schools.current(),
        lesson=stand.lesson,
        client_id=client_id,
        defaults={"state": WorkState.ASSIGNED.value, "created_at": now},
    )
    if is_new or work.holder_id is None:
        work.holder_id = None if stand.is_practical else curator_of(client_id, stand.product_id)
    return work


def _refuse(work: Work, *, now: datetime) -> None:
    if work.state == WorkState.ACCEPTED:
        raise AlreadyAccepted
    today = Attempt.objects.filter(work=work, submitted_at__gt=now - _DAY).count()
    if today >= method.homework_settings().handing_in.attempts_a_day:
        raise TooManyAttempts


def _attempt(work: Work, stand: Stand, handed: Handed, *, now: datetime) -> Attempt:
    """Nothing is handed in later than now, whatever the sender's clock says."""
    submitted_at = min(handed.submitted_at or now, now)
    terms = method.homework_settings().terms
    hours = terms.practical_hours if stand.is_practical else terms.check_hours
    asked_at = submitted_at if handed.asks else None
    return Attempt.objects.create(
        school_id=work.school_id,
        work=work,
        number=work.attempts + 1,
        text=handed.text.strip(),
        link=handed.link.strip(),
        file=handed.file,
        file_name=handed.file_name,
        submitted_at=submitted_at,
        asked_at=asked_at,
        due_at=rules.due_at(working_calendar(), asked_at, hours=hours) if asked_at else None,
    )


def _wait(work: Work, attempt: Attempt) -> None:
    """Whoever was checking the attempt before has nothing left to check."""
    work.attempts = attempt.number
    work.claimed_by = work.claimed_at = None
    work.asked_at, work.due_at = attempt.asked_at, attempt.due_at
    if attempt.asked_at is not None:
        work.state = WorkState.WAITING.value
    elif work.state == WorkState.WAITING:
        work.state = WorkState.ASSIGNED.value
    work.save()

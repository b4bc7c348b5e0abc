"""Two people do not check one work: who begins says so."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.learning.homework import rules
from provodnik.facts.learning.homework.errors import BeingChecked, NotWaiting
from provodnik.facts.learning.homework.models import Review, Work
from provodnik.facts.learning.homework.types import WorkState
from provodnik.facts.team.models import Staff
from provodnik.method import queries as method


@transaction.atomic
def claim(work_id: int, *, by_id: int, now: datetime) -> Work:
    """Begin a check. One's own begun check goes on; another's ends after the method's minutes.

    Raises:  Work.DoesNotExist; NotWaiting; BeingChecked
    """
    work = waiting(work_id, by_id=by_id, now=now)
    work.claimed_by_id, work.claimed_at = by_id, now
    work.save(update_fields=["claimed_by", "claimed_at"])
    return work


@transaction.atomic
def let_go(work_id: int, *, by_id: int) -> bool:
    """Give a begun check back. False when it is not this person's."""
    mine = Work.objects.filter(pk=work_id, claimed_by_id=by_id)
    return mine.update(claimed_by=None, claimed_at=None) > 0


def waiting(work_id: int, *, by_id: int, now: datetime) -> Work:
    """The locked work, if this person may check it now.

    Raises:  Work.DoesNotExist; NotWaiting; BeingChecked
    """
    work = Work.objects.select_for_update().get(pk=work_id)
    if work.state != WorkState.WAITING:
        raise _not_waiting(work)
    since_at, minutes = work.claimed_at, method.homework_settings().terms.claim_minutes
    if work.claimed_by_id in (None, by_id) or since_at is None:
        return work
    if rules.is_held(since_at, now, minutes=minutes):
        raise BeingChecked(Staff.objects.get(pk=work.claimed_by_id).name)
    return work


def _not_waiting(work: Work) -> NotWaiting:
    sent = Review.objects.filter(attempt__work=work, sent_at__isnull=False)
    last = sent.select_related("reviewer").order_by("-sent_at").first()
    if last is None or last.reviewer is None:
        return NotWaiting()
    return NotWaiting(last.reviewer.name, last.sent_at)

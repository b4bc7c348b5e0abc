"""The rota: who takes new and unanswered tickets, who is away (R-138)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from provodnik.facts.team.models import Staff
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal, schools
from provodnik.touches.desk.errors import ReasonMissing
from provodnik.touches.desk.models import Shift, Ticket
from provodnik.touches.desk.services.handing import assign, on_shift
from provodnik.touches.desk.types import LIVE, NewShift, ShiftKind

DUTY = "duty"


@transaction.atomic
def appoint(told: NewShift, *, by_id: int, now: datetime) -> Shift:
    """Put somebody on duty, or note that they are away. A duty begun takes what waits at once.

    Raises:  Staff.DoesNotExist: nobody such works here
             ReasonMissing: no reason, or it would last nothing
    """
    if not told.reason.strip() or told.to_at <= told.from_at:
        raise ReasonMissing
    member = Staff.objects.get(pk=told.staff_id, left_on=None)
    shift = Shift.objects.create(
        school_id=schools.current(),
        staff=member,
        kind=told.kind.value,
        from_at=told.from_at,
        to_at=told.to_at,
        reason=told.reason.strip()[:300],
        by_id=by_id,
    )
    if told.kind is ShiftKind.DUTY:
        journal.record(
            "duty_appointed",
            happened_at=now,
            actor=staff_actor(by_id),
            staff_id=member.pk,
            attrs={"reason": shift.reason, "until": told.to_at.isoformat()},
        )
        take_unanswered(now=now)
    return shift


@transaction.atomic
def end_shift(shift_id: int, *, now: datetime) -> bool:
    """End a duty or an absence now. False: it is over or was never there."""
    shift = Shift.objects.select_for_update().filter(pk=shift_id, to_at__gt=now).first()
    if shift is None:
        return False
    if shift.from_at >= now:
        shift.delete()
    else:
        shift.to_at = now
        shift.save(update_fields=["to_at"])
    return True


def take_unanswered(*, now: datetime) -> list[int]:
    """Live tickets nobody holds, or whose answer is late, to who is on duty. Returns which."""
    on_duty = on_shift(ShiftKind.DUTY, now=now)
    if not on_duty:
        return []
    waiting = Ticket.objects.filter(
        Q(owner=None) | Q(answer_due_at__lt=now), state__in=[state.value for state in LIVE]
    ).values_list("pk", flat=True)
    return assign(list(waiting), to_id=on_duty[0], reason=DUTY, by_id=None, now=now)

"""Handing duties over. Each change is a step of the register and an entry of the journal."""

from datetime import datetime

from django.db import transaction

from provodnik.decisions.duties.errors import (
    HasLeft,
    NamesNothing,
    NotAlone,
    NotTheirs,
    StepSkipped,
    ToOneself,
    WithoutReason,
)
from provodnik.decisions.duties.models import Delegation, DelegationStep
from provodnik.decisions.duties.rules import is_back, is_skip
from provodnik.decisions.duties.types import Handing, NewDelegation, StepKind
from provodnik.facts.team.models import Staff
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal, schools
from provodnik.method import queries as method


@transaction.atomic
def begin(new: NewDelegation, *, by_id: int, now: datetime) -> Delegation:
    """Put a duty into the register: its holder still does it. Again changes nothing.

    Raises:  NamesNothing; ToOneself; HasLeft: one of the two works here no more
    """
    title = new.title.strip()
    known = not new.function or method.duty_settings().function(new.function) is not None
    if not known or not (new.function or title):
        raise NamesNothing
    if new.from_staff_id == new.to_staff_id:
        raise ToOneself
    both = (new.from_staff_id, new.to_staff_id)
    if Staff.objects.filter(pk__in=both, left_on=None).count() != len(both):
        raise HasLeft
    handed, is_new = Delegation.objects.get_or_create(
        school_id=schools.current(),
        function=new.function,
        title=title,
        from_staff_id=new.from_staff_id,
        to_staff_id=new.to_staff_id,
        defaults={
            "started_on": new.started_on,
            "state_since": now,
            "note": new.note.strip(),
        },
    )
    if is_new:
        _step(handed, StepKind.BY_ME, by_id=by_id, now=now)
        attrs = {"state": handed.state}
        _record("handing_over_begun", handed, by_id=by_id, now=now, attrs=attrs)
    return handed


@transaction.atomic
def move_on(
    delegation_id: int, to: Handing, *, reason: str = "", by_id: int, now: datetime
) -> Delegation:
    """Go one step on, or back with a written reason; a step back undoes an acceptance.

    The step one is at changes nothing.

    Raises:  Delegation.DoesNotExist; StepSkipped; WithoutReason: back without one
    """
    handed = Delegation.objects.select_for_update().get(pk=delegation_id)
    was, said = Handing(handed.state), reason.strip()
    if was is to:
        return handed
    if is_skip(was, to):
        raise StepSkipped
    if is_back(was, to) and not said:
        raise WithoutReason
    handed.state, handed.state_since = to.value, now
    handed.accepted_at = handed.accepted_by = None
    handed.save(update_fields=["state", "state_since", "accepted_at", "accepted_by"])
    _step(handed, StepKind(to.value), by_id=by_id, now=now, reason=said)
    attrs = {"state": to.value, "reason": said}
    _record("handing_over_moved", handed, by_id=by_id, now=now, attrs=attrs)
    return handed


@transaction.atomic
def accept(delegation_id: int, *, by_id: int, now: datetime) -> Delegation:
    """It is mine from now on. Accepting again changes nothing.

    Raises:  Delegation.DoesNotExist; NotTheirs; NotAlone
    """
    handed = Delegation.objects.select_for_update().get(pk=delegation_id)
    if handed.to_staff_id != by_id:
        raise NotTheirs
    if handed.accepted_at is not None:
        return handed
    if handed.state != Handing.ALONE:
        raise NotAlone
    handed.accepted_at, handed.accepted_by_id, handed.state_since = now, by_id, now
    handed.save(update_fields=["accepted_at", "accepted_by", "state_since"])
    _step(handed, StepKind.ACCEPTED, by_id=by_id, now=now)
    _record("handing_over_accepted", handed, by_id=by_id, now=now, attrs={})
    return handed


def _step(
    handed: Delegation, kind: StepKind, *, by_id: int, now: datetime, reason: str = ""
) -> None:
    DelegationStep.objects.create(
        school_id=handed.school_id,
        delegation=handed,
        kind=kind.value,
        at=now,
        by_id=by_id,
        reason=reason,
    )


def _record(
    event: str, handed: Delegation, *, by_id: int, now: datetime, attrs: dict[str, str]
) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=staff_actor(by_id),
        staff_id=handed.to_staff_id,
        item=f"handing:{handed.pk}",
        attrs={"function": handed.function, **attrs},
    )

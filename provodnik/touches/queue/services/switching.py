"""The general switch of what the system does by itself. What people planned goes on."""

from datetime import datetime

from django.db import transaction

from provodnik.kernel import journal, schools
from provodnik.kernel.models import School
from provodnik.touches.queue.errors import ReasonMissing
from provodnik.touches.queue.models import AutomationStop


@transaction.atomic
def stop_automation(*, reason: str, by_id: int, now: datetime) -> AutomationStop:
    """From now on the system plans no touch and moves no campaign. Stopped already: no change.

    Raises:  ReasonMissing
    """
    if not reason.strip():
        raise ReasonMissing
    standing = _standing()
    if standing is not None:
        return standing
    stop = AutomationStop.objects.create(
        school_id=schools.current(),
        reason=reason.strip()[:500],
        stopped_at=now,
        stopped_by_id=by_id,
    )
    _record("automation_stopped", stop.reason, by_id=by_id, now=now)
    return stop


@transaction.atomic
def resume_automation(*, reason: str, by_id: int, now: datetime) -> None:
    """The system plans by itself again, and what is still due. Not stopped: no change.

    Raises:  ReasonMissing
    """
    if not reason.strip():
        raise ReasonMissing
    standing = _standing()
    if standing is None:
        return
    standing.resumed_at, standing.resumed_by_id = now, by_id
    standing.save(update_fields=["resumed_at", "resumed_by"])
    _record("automation_resumed", reason.strip(), by_id=by_id, now=now)


def _standing() -> AutomationStop | None:
    """The stop that holds now. The school's row is locked: two do not stop it at once."""
    School.objects.select_for_update(of=("self",), no_key=True).get(pk=schools.current())
    return AutomationStop.objects.filter(resumed_at=None).first()


def _record(event: str, reason: str, *, by_id: int, now: datetime) -> None:
    actor = f"staff:{by_id}"
    journal.record(
        event, happened_at=now, actor=actor, staff_id=by_id, attrs={"reason": reason[:500]}
    )

"""Planning by hand, taking, moving, handing over and calling off touches."""

from datetime import datetime, timedelta

from django.db import transaction

from provodnik.facts.people.models import Client
from provodnik.kernel import journal, schools
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method
from provodnik.method import types as method_types
from provodnik.touches.queue.errors import ClaimedByAnother, TouchIsClosed
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import TouchKind, TouchState
from provodnik.touches.queue.windows import window_after


@transaction.atomic
def plan(  # noqa: PLR0913 (a touch has this many facts)
    *,
    client_id: int,
    kind: TouchKind,
    reason: str,
    occurrence: str,
    owner_id: int | None = None,
    product_id: int | None = None,
    channel: str = "",
    script: str = "",
    stake_kopecks: int = 0,
    actor: str,
    now: datetime,
) -> Touch:
    """Plan a touch by hand; without an owner it is the client's coordinator's.

    Idempotent by (client, occurrence).

    Raises:  Client.DoesNotExist
    """
    client = Client.objects.select_for_update().get(pk=client_id)
    known = Touch.objects.filter(origin="manual", client=client, occurrence=occurrence).first()
    if known is not None:
        return known
    deed = method.queue_settings().deed(method_types.Deed(kind.value))
    due_from, due_at = window_after(working_calendar(), now, due_hours=deed.due_hours)
    touch = Touch.objects.create(
        school_id=schools.current(),
        client=client,
        owner_id=owner_id or client.coordinator_id,
        kind=kind.value,
        reason=reason,
        origin="manual",
        occurrence=occurrence,
        product_id=product_id,
        script=script or str(deed.script),
        channel=channel,
        stake_kopecks=stake_kopecks,
        planned_at=now,
        due_from=due_from,
        due_at=due_at,
    )
    _record(touch, "touch_planned", actor=actor, at=now, attrs={"origin": "manual"})
    return touch


@transaction.atomic
def claim(touch_id: int, *, by_id: int, now: datetime) -> Touch:
    """Take a touch for the time of the talk, so that two do not call one person.

    Raises:  Touch.DoesNotExist, TouchIsClosed
             ClaimedByAnother: a colleague holds it
    """
    touch = _open(touch_id)
    held_since = now - timedelta(minutes=method.queue_settings().claim_minutes)
    holder = touch.claimed_by
    if (
        holder is not None
        and holder.pk != by_id
        and touch.claimed_at
        and touch.claimed_at > held_since
    ):
        raise ClaimedByAnother(holder.name, touch.claimed_at)
    touch.claimed_by_id, touch.claimed_at = by_id, now
    touch.save(update_fields=["claimed_by", "claimed_at"])
    return touch


@transaction.atomic
def postpone(touch_id: int, later: str, *, by_id: int, now: datetime) -> Touch:
    """Move a touch by a choice of the method's «Later».

    Raises:  Touch.DoesNotExist, TouchIsClosed
             StopIteration: there is no such choice
    """
    touch = _open(touch_id)
    settings = method.queue_settings()
    choice = next(choice for choice in settings.later if choice.key == later)
    deed = settings.deed(method_types.Deed(touch.kind))
    touch.due_from, touch.due_at = window_after(
        working_calendar(),
        now,
        working_days=choice.working_days,
        working_hours=choice.working_hours,
        due_hours=deed.due_hours,
    )
    touch.claimed_by = touch.claimed_at = None
    touch.save(update_fields=["due_from", "due_at", "claimed_by", "claimed_at"])
    _record(touch, "touch_postponed", actor=f"staff:{by_id}", at=now, attrs={"later": later})
    return touch


@transaction.atomic
def assign(touch_id: int, *, owner_id: int, by_id: int, now: datetime) -> Touch:
    """Hand a touch over to a colleague.

    Raises:  Touch.DoesNotExist, TouchIsClosed
    """
    touch = _open(touch_id)
    touch.owner_id = owner_id
    touch.claimed_by = touch.claimed_at = None
    touch.save(update_fields=["owner", "claimed_by", "claimed_at"])
    _record(touch, "touch_assigned", actor=f"staff:{by_id}", at=now)
    return touch


@transaction.atomic
def cancel(touch_id: int, *, reason: str, actor: str, now: datetime) -> Touch:
    """Call a touch off: it became pointless.

    Raises:  Touch.DoesNotExist, TouchIsClosed
    """
    touch = _open(touch_id)
    touch.state = TouchState.CANCELLED.value
    touch.save(update_fields=["state"])
    _record(touch, "touch_cancelled", actor=actor, at=now, attrs={"reason": reason})
    return touch


def _open(touch_id: int) -> Touch:
    touch = Touch.objects.select_for_update().get(pk=touch_id)
    if touch.state != TouchState.PLANNED:
        raise TouchIsClosed(str(touch))
    return touch


def _record(
    touch: Touch,
    event: str,
    *,
    actor: str,
    at: datetime,
    attrs: dict[str, journal.Attr] | None = None,
) -> None:
    journal.record(
        event,
        happened_at=at,
        actor=actor,
        client_id=touch.client_id,
        staff_id=touch.owner_id,
        product_id=touch.product_id,
        item=touch.kind,
        channel=touch.channel or None,
        attrs={"touch": touch.pk, **(attrs or {})},
    )

"""Planning by hand, taking, moving, handing over and calling off touches."""

from datetime import datetime, timedelta

from django.db import transaction

from provodnik.facts.people.models import Client
from provodnik.kernel import schools
from provodnik.method import queries as method
from provodnik.method import types as method_types
from provodnik.touches.queue.errors import ClaimedByAnother, TouchIsClosed
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.services import journaling
from provodnik.touches.queue.services.timing import window_of
from provodnik.touches.queue.types import TouchKind, TouchState


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
    due_from, due_at = window_of(client, deed, now=now)
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
    journaling.record(touch, "touch_planned", actor=actor, at=now, attrs={"origin": "manual"})
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
    touch.due_from, touch.due_at = window_of(
        touch.client,
        deed,
        now=now,
        working_days=choice.working_days,
        working_hours=choice.working_hours,
    )
    touch.claimed_by = touch.claimed_at = touch.missed_at = None
    touch.save(update_fields=["due_from", "due_at", "claimed_by", "claimed_at", "missed_at"])
    journaling.record(
        touch, "touch_postponed", actor=f"staff:{by_id}", at=now, attrs={"later": later}
    )
    return touch


@transaction.atomic
def help_first(touch_id: int, *, reason: str, by_id: int, now: datetime) -> Touch:
    """The deed of helping this touch's client: the one that waits already, or a new one.

    One that waits for nobody is taken; a colleague's stays the colleague's.

    Raises:  Touch.DoesNotExist
    """
    touch = Touch.objects.get(pk=touch_id)
    waiting = Touch.objects.select_related("owner").filter(
        client_id=touch.client_id, kind=TouchKind.RECOVERY.value, state=TouchState.PLANNED.value
    )
    helping = waiting.order_by("due_at", "pk").first()
    if helping is not None and helping.owner_id is None:
        return assign(helping.pk, owner_id=by_id, by_id=by_id, now=now)
    return helping or plan(
        client_id=touch.client_id,
        kind=TouchKind.RECOVERY,
        reason=reason,
        occurrence=f"touch:{touch.pk}",
        owner_id=by_id,
        actor=f"staff:{by_id}",
        now=now,
    )


@transaction.atomic
def assign(touch_id: int, *, owner_id: int, by_id: int, now: datetime) -> Touch:
    """Hand a touch over to a colleague.

    Raises:  Touch.DoesNotExist, TouchIsClosed
    """
    touch = _open(touch_id)
    touch.owner_id = owner_id
    touch.claimed_by = touch.claimed_at = None
    touch.save(update_fields=["owner", "claimed_by", "claimed_at"])
    journaling.record(touch, "touch_assigned", actor=f"staff:{by_id}", at=now)
    return touch


@transaction.atomic
def cancel(touch_id: int, *, reason: str, actor: str, now: datetime) -> Touch:
    """Call a touch off: it became pointless.

    Raises:  Touch.DoesNotExist, TouchIsClosed
    """
    touch = _open(touch_id)
    touch.state = TouchState.CANCELLED.value
    touch.save(update_fields=["state"])
    journaling.record(touch, "touch_cancelled", actor=actor, at=now, attrs={"reason": reason})
    return touch


def _open(touch_id: int) -> Touch:
    touch = Touch.objects.select_for_update().get(pk=touch_id)
    if touch.state != TouchState.PLANNED:
        raise TouchIsClosed(str(touch))
    return touch

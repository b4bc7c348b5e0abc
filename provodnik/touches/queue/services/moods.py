"""How a client feels, as heard in a talk: noted, and asked again while it is low (R-116)."""

from datetime import datetime

from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.method.types import Deed
from provodnik.method.words import fill
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.services import journaling
from provodnik.touches.queue.services.timing import window_of
from provodnik.touches.queue.types import Origin, TouchKind, TouchState


def note(touch: Touch, mood: int, *, now: datetime) -> None:
    """Write the mark of a made touch down; an anxious client gets a talk about it, one at a time.

    A part of recording an outcome: the touch is locked and made.
    """
    actor = f"staff:{touch.made_by_id}"
    journaling.record(touch, "mood_noted", at=now, actor=actor, value=mood)
    if mood <= method.queue_settings().mood.low_at_most and not _is_awaited(touch.client_id):
        _plan_calming(touch, mood, now=now)


def take_back(touch: Touch, *, actor: str, now: datetime) -> None:
    """The talk planned because of this touch's mark was never planned, unless it was made."""
    planned = Touch.objects.select_for_update().filter(
        origin=Origin.MOOD.value, occurrence=_occurrence(touch), state=TouchState.PLANNED.value
    )
    for calming in planned:
        journal.void(journaling.entries_of(calming), at=now, actor=actor, reason="undone")
        calming.delete()


def _is_awaited(client_id: int) -> bool:
    """Whether somebody is to help this client already."""
    soothing = (TouchKind.CALM.value, TouchKind.RECOVERY.value)
    return Touch.objects.filter(
        client_id=client_id, state=TouchState.PLANNED.value, kind__in=soothing
    ).exists()


def _plan_calming(touch: Touch, mood: int, *, now: datetime) -> None:
    queue = method.queue_settings()
    deed, mark = queue.deed(Deed.CALM), queue.mood.mark(mood)
    due_from, due_at = window_of(touch.client, deed, now=now, working_days=queue.mood.working_days)
    calming = Touch.objects.create(
        school_id=schools.current(),
        client_id=touch.client_id,
        owner_id=touch.owner_id,
        kind=TouchKind.CALM.value,
        reason=fill(queue.why.mood, {"mood": mark.title if mark else str(mood)}),
        origin=Origin.MOOD.value,
        occurrence=_occurrence(touch),
        goal_id=touch.goal_id,
        script=str(deed.script),
        stake_kopecks=touch.stake_kopecks,
        planned_at=now,
        due_from=due_from,
        due_at=due_at,
    )
    attrs: dict[str, journal.Attr] = {"origin": calming.origin}
    journaling.record(calming, "touch_planned", at=now, actor=f"touch:{touch.pk}", attrs=attrs)


def _occurrence(touch: Touch) -> str:
    return f"touch:{touch.pk}"

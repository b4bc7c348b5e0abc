"""How a touch ended: one keystroke records it, makes what follows, and can be taken back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from provodnik.facts.people.models import Client
from provodnik.facts.sales.models import Offer
from provodnik.facts.sales.services.offers import (
    accept_offer,
    decline_offer,
    record_offer,
    reopen_offer,
    withdraw_offer,
)
from provodnik.facts.sales.types import NewOffer
from provodnik.kernel import journal
from provodnik.method import queries as method
from provodnik.method import types as method_types
from provodnik.touches.queue.errors import (
    MoodUnknown,
    ObjectionMissing,
    ScriptStepMissing,
    TooLateToUndo,
    TouchIsClosed,
)
from provodnik.touches.queue.models import HandOver, Touch
from provodnik.touches.queue.services import journaling, moods, sources
from provodnik.touches.queue.services.following import plan_follow_up
from provodnik.touches.queue.types import NO_SCRIPT, Outcome, TouchKind, TouchState

_DECIDES = frozenset({Outcome.AGREED, Outcome.THINKING, Outcome.REFUSED})


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded outcome and what it planned: the follow-up, when it opens, what date was named."""

    touch_id: int
    client_name: str
    outcome: Outcome
    follow_up_id: int | None = None
    follow_up_at: datetime | None = None
    not_before_on: date | None = None


@transaction.atomic
def record_outcome(  # noqa: PLR0913 (an outcome has this many facts)
    touch_id: int,
    outcome: Outcome,
    *,
    by_id: int,
    objection: str = "",
    not_before_on: date | None = None,
    note: str = "",
    script_step: str | None = None,
    mood: int | None = None,
    now: datetime,
) -> Recorded:
    """Close a touch with its outcome and plan what follows by the method.

    `script_step` is the step the talk got to, `NO_SCRIPT` for one without a script, None where
    nobody was asked. `mood` is how the client felt, 1 to 5; an anxious one is asked again.

    Idempotent: the same outcome again changes nothing. An offer touch that ended in a
    decision makes the offer, if it was not made before, and decides it.

    Raises:  Touch.DoesNotExist
             TouchIsClosed: it ended otherwise
             ObjectionMissing, ObjectionUnknown: a refusal without a known reason
             ScriptStepMissing: somebody was asked for the step and named none of the script
             MoodUnknown: not on the method's scale
             AgreementMissing: the talk of the week of agreeing agreed nothing
    """
    touch = Touch.objects.select_for_update().get(pk=touch_id)
    if touch.state == TouchState.MADE and touch.outcome == outcome:
        return _recorded(touch, Touch.objects.filter(follows=touch).first())
    if touch.state != TouchState.PLANNED:
        raise TouchIsClosed(str(touch))
    if outcome == Outcome.REFUSED and not objection:
        raise ObjectionMissing
    sources.check_agreement(touch, outcome)
    touch.script_step = _script_step(touch, outcome, script_step)
    touch.mood = _known_mood(mood)
    touch.state, touch.outcome = TouchState.MADE.value, outcome.value
    touch.made_at, touch.made_by_id = now, by_id
    touch.objection = objection if outcome == Outcome.REFUSED else ""
    touch.not_before_on, touch.note = not_before_on, note
    touch.claimed_by = touch.claimed_at = None
    if _is_offer(touch) and outcome in _DECIDES:
        _decide_offer(touch, outcome, now)
    touch.save()
    _record(touch, "touch_made", at=now, actor=f"staff:{by_id}")
    sources.settle(touch, outcome, now=now)
    if mood is not None:
        moods.note(touch, mood, now=now)
    return _recorded(touch, plan_follow_up(touch, outcome, now))


@transaction.atomic
def undo_outcome(touch_id: int, *, by_id: int, now: datetime) -> Touch:
    """Take an outcome back, with the offer and the follow-up it made.

    Raises:  Touch.DoesNotExist
             TooLateToUndo: not made, made by another, long ago, or followed up already
    """
    touch = Touch.objects.select_for_update().get(pk=touch_id)
    limit = timedelta(minutes=method.queue_settings().claim_minutes)
    follow_up = Touch.objects.select_for_update().filter(follows=touch).first()
    if (
        touch.state != TouchState.MADE
        or touch.made_by_id != by_id
        or touch.made_at is None
        or now - touch.made_at > limit
        or (follow_up is not None and follow_up.state == TouchState.MADE)
    ):
        raise TooLateToUndo(str(touch))
    actor = f"staff:{by_id}"
    if follow_up is not None:
        journal.void(journaling.entries_of(follow_up), at=now, actor=actor, reason="undone")
        follow_up.delete()
    journal.void(
        journaling.entries_of(touch, "touch_made", "mood_noted"),
        at=now,
        actor=actor,
        reason="undone",
    )
    moods.take_back(touch, now=now, actor=actor)
    sources.unsettle(touch, now=now, actor=actor)
    if touch.offer_id is not None:
        _take_offer_back(touch, actor=actor, now=now)
    touch.owner_id = _owner_now(touch)
    touch.state, touch.outcome, touch.objection, touch.note = TouchState.PLANNED.value, "", "", ""
    touch.made_at = touch.made_by = touch.not_before_on = touch.mood = None
    touch.script_step = ""
    touch.save()
    _record(touch, "touch_undone", at=now, actor=actor)
    return touch


def _owner_now(touch: Touch) -> int | None:
    """Whose the deed is when it comes back: with the student, if they were handed over since.

    Holds the student until the end, so that a handing over at this moment sees the deed.
    """
    student = Client.objects.select_for_update().get(pk=touch.client_id)
    given = HandOver.objects.filter(
        giver_id=touch.owner_id, client_ids__contains=[student.pk], at__gte=touch.made_at
    )
    return student.coordinator_id if given.exists() else touch.owner_id


def _recorded(touch: Touch, follow_up: Touch | None) -> Recorded:
    return Recorded(
        touch_id=touch.pk,
        client_name=touch.client.name,
        outcome=Outcome(touch.outcome),
        follow_up_id=follow_up.pk if follow_up else None,
        follow_up_at=follow_up.due_from if follow_up else None,
        not_before_on=touch.not_before_on,
    )


def _known_mood(mood: int | None) -> int | None:
    if mood is not None and method.queue_settings().mood.mark(mood) is None:
        raise MoodUnknown(mood)
    return mood


def _script_step(touch: Touch, outcome: Outcome, told: str | None) -> str:
    """The step a talk got to; asked for where the method asks and the touch has a script."""
    if told is None:
        return ""
    asks = method.outcomes().outcome(method_types.Outcome(outcome.value)).needs_script_step
    script = method.scripts().script(touch.script)
    if not asks or script is None:
        return ""
    if told not in {NO_SCRIPT, *(step.key for step in script.steps)}:
        raise ScriptStepMissing(str(touch))
    return told


def _is_offer(touch: Touch) -> bool:
    deed = method.queue_settings().deed(method_types.Deed(touch.kind))
    return touch.product_id is not None and (deed.is_offer or touch.offer_id is not None)


def _decide_offer(touch: Touch, outcome: Outcome, now: datetime) -> None:
    actor = f"staff:{touch.made_by_id}"
    if touch.offer_id is None:
        touch.offer = record_offer(
            NewOffer(
                client_id=touch.client_id,
                product_id=int(touch.product_id or 0),
                channel=_channel(touch),
                reason=touch.reason,
                staff_id=touch.made_by_id,
                goal_id=touch.goal_id,
                price_kopecks=touch.stake_kopecks or None,
                step_id=touch.step_id,
            ),
            actor=actor,
            now=now,
        )
    offer_id = int(touch.offer_id or 0)
    if outcome == Outcome.AGREED:
        accept_offer(offer_id, actor=actor, now=now)
    elif outcome == Outcome.REFUSED:
        decline_offer(
            offer_id, touch.objection, not_before_on=touch.not_before_on, actor=actor, now=now
        )


def _channel(touch: Touch) -> str:
    """The touch's channel; where none was named, the school's channel of the same way."""
    if touch.channel:
        return touch.channel
    way = method.queue_settings().deed(method_types.Deed(touch.kind)).way
    return next((str(one.key) for one in method.channels().channels if one.way == way), "")


def _take_offer_back(touch: Touch, *, actor: str, now: datetime) -> None:
    """An offer made by the outcome itself was never made; one made before is open again."""
    offer = Offer.objects.get(pk=int(touch.offer_id or 0))
    if offer.made_at == touch.made_at:
        touch.offer = None
        touch.save(update_fields=["offer"])
        withdraw_offer(offer.pk, actor=actor, now=now)
    else:
        reopen_offer(offer.pk, actor=actor, now=now)


def _record(touch: Touch, event: str, *, at: datetime, actor: str) -> None:
    attrs: dict[str, journal.Attr] = {}
    if event == "touch_made":
        attrs |= {"outcome": touch.outcome, "proactive": touch.kind != TouchKind.FOLLOW_UP}
        attrs |= {"objection": touch.objection} if touch.objection else {}
        attrs |= {"note": touch.note} if touch.note else {}
        attrs |= {"script_step": touch.script_step} if touch.script_step else {}
    journaling.record(touch, event, at=at, actor=actor, attrs=attrs)

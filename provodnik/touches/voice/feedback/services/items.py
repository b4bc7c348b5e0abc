"""An item from the words of a client to a decision and the answer to the client."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.method.words import fill
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import Outcome, TouchKind, TouchState
from provodnik.touches.voice.feedback.errors import (
    AlreadyDone,
    NobodyToTell,
    NotDecided,
    NothingSaid,
    NotReachedYet,
    NotSorted,
    NotTold,
    UnknownTopic,
    WithoutOwner,
    WithoutWords,
)
from provodnik.touches.voice.feedback.models import Feedback
from provodnik.touches.voice.feedback.types import Deciding, NewFeedback, Sorting

_REASON_LETTERS = 500


@transaction.atomic
def note_feedback(new: NewFeedback, *, now: datetime, actor: str) -> Feedback:
    """Write down what somebody said, by hand: from a request, a talk, a call.

    Raises:  NothingSaid; UnknownTopic
    """
    if not new.text.strip():
        raise NothingSaid
    _known_topic(new.topic)
    item = Feedback.objects.create(
        school_id=schools.current(),
        client_id=new.client_id,
        source=new.source.value,
        reference=new.reference.strip(),
        request_id=new.request_id,
        text=new.text.strip(),
        said_at=now,
        topic=new.topic,
        sentiment=new.sentiment.value,
        product_id=new.product_id,
    )
    told = {"source": item.source, "topic": item.topic, "sentiment": item.sentiment}
    _tell("feedback_noted", item, now=now, actor=actor, **told)
    return item


@transaction.atomic
def sort_feedback(item_id: int, told: Sorting, *, now: datetime, actor: str) -> None:
    """Say what an item is about and how it was meant. The same again changes nothing.

    Raises:  Feedback.DoesNotExist; UnknownTopic; AlreadyDone
    """
    item = _open(item_id)
    _known_topic(told.topic)
    wanted = (told.topic, told.sentiment.value, told.product_id)
    if (item.topic, item.sentiment, item.product_id) == wanted:
        return
    item.topic, item.sentiment, item.product_id = wanted
    item.save(update_fields=["topic", "sentiment", "product"])
    attrs: dict[str, journal.Attr] = {"topic": item.topic, "sentiment": item.sentiment}
    _tell("feedback_sorted", item, now=now, actor=actor, **attrs)


@transaction.atomic
def decide(item_id: int, told: Deciding, *, now: datetime, actor: str) -> None:
    """An improvement, an idea of an offer, or a reasoned refusal, with its owner (R-227).

    Another decision takes the place of the first. The same again changes nothing.

    Raises:  Feedback.DoesNotExist; AlreadyDone; NotSorted; WithoutWords; WithoutOwner
    """
    item = _open(item_id)
    if not item.topic:
        raise NotSorted(item_id)
    if not told.words.strip():
        raise WithoutWords(item_id)
    if told.owner_id is None:
        raise WithoutOwner(item_id)
    wanted = (told.decision.value, told.words.strip(), told.owner_id, told.due_on)
    if (item.decision, item.words, item.owner_id, item.due_on) == wanted:
        return
    item.decision, item.words, item.owner_id, item.due_on = wanted
    item.decided_at = now
    item.save(update_fields=["decision", "words", "owner", "due_on", "decided_at"])
    journal.record(
        "feedback_decided",
        happened_at=now,
        actor=actor,
        client_id=item.client_id,
        product_id=item.product_id,
        staff_id=item.owner_id,
        item=_item(item),
        attrs={
            "decision": item.decision,
            "words": item.words,
            "due": told.due_on.isoformat() if told.due_on else None,
        },
    )


@transaction.atomic
def reply(item_id: int, text: str, *, is_told: bool, by_id: int, now: datetime, actor: str) -> None:
    """What the client is told, as a contact: planned for the coordinator, or made just now.

    Raises:  Feedback.DoesNotExist; AlreadyDone; NotDecided; NobodyToTell; WithoutWords
    """
    item = _open(item_id)
    if not item.decision:
        raise NotDecided(item_id)
    if item.client_id is None:
        raise NobodyToTell(item_id)
    if not text.strip():
        raise WithoutWords(item_id)
    touch = item.touch
    if touch is None or touch.state in {TouchState.CANCELLED, TouchState.MISSED}:
        touch = _plan(item, text.strip(), by_id=by_id, is_told=is_told, now=now, actor=actor)
    if is_told and touch.state == TouchState.PLANNED:
        queue.record_outcome(
            touch.pk, Outcome.REACHED, by_id=by_id, note=text.strip()[:_REASON_LETTERS], now=now
        )
    item.reply, item.touch = text.strip(), touch
    item.save(update_fields=["reply", "touch"])
    told: dict[str, journal.Attr] = {"touch": touch.pk, "text": item.reply[:_REASON_LETTERS]}
    _tell("feedback_replied", item, now=now, actor=actor, **told)


@transaction.atomic
def finish(item_id: int, *, now: datetime, actor: str) -> None:
    """Close an item: decided, and told to who said it. Again changes nothing.

    Raises:  Feedback.DoesNotExist; NotDecided; NotTold: no reply (R-233)
             NotReachedYet: the reply waits in somebody's day
    """
    item = Feedback.objects.select_for_update(of=("self",)).get(pk=item_id)
    if item.done_at is not None:
        return
    if not item.decision:
        raise NotDecided(item_id)
    if item.client_id is not None:
        if not item.reply or item.touch is None:
            raise NotTold(item_id)
        if item.touch.state != TouchState.MADE:
            raise NotReachedYet(item_id)
    item.done_at = now
    item.save(update_fields=["done_at"])
    _tell("feedback_done", item, now=now, actor=actor)


@transaction.atomic
def reopen(item_id: int, *, now: datetime, actor: str) -> None:
    """Take a closed item up again.

    Raises:  Feedback.DoesNotExist
    """
    item = Feedback.objects.select_for_update(of=("self",)).get(pk=item_id)
    if item.done_at is None:
        return
    item.done_at = None
    item.save(update_fields=["done_at"])
    _tell("feedback_reopened", item, now=now, actor=actor)


def _open(item_id: int) -> Feedback:
    item = Feedback.objects.select_for_update(of=("self",)).get(pk=item_id)
    if item.done_at is not None:
        raise AlreadyDone(item_id)
    return item


def _plan(
    item: Feedback, text: str, *, by_id: int, is_told: bool, now: datetime, actor: str
) -> Touch:
    assert item.client_id is not None
    words = fill(method.interview_settings().reply_reason, {"reply": text})
    return queue.plan(
        client_id=item.client_id,
        kind=TouchKind.SUPPORT,
        reason=words[:_REASON_LETTERS],
        occurrence=f"feedback:{item.pk}:{now.timestamp():.0f}",
        owner_id=by_id if is_told else None,
        product_id=item.product_id,
        actor=actor,
        now=now,
    )


def _known_topic(topic: str) -> None:
    if topic not in {str(one.key) for one in method.interview_settings().topics}:
        raise UnknownTopic(topic)


def _item(item: Feedback) -> str:
    return f"feedback:{item.pk}"


def _tell(event: str, item: Feedback, *, now: datetime, actor: str, **attrs: journal.Attr) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        client_id=item.client_id,
        product_id=item.product_id,
        staff_id=actor_staff_id(actor),
        item=_item(item),
        attrs=attrs,
    )

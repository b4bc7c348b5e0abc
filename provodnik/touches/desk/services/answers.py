"""Approved answers, version by version, and answers that contradict them (R-135)."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.method.words import malformed, places
from provodnik.touches.desk.errors import (
    NothingSaid,
    PlaceUnknown,
    ReasonMissing,
    TitleTaken,
    UnknownTopic,
)
from provodnik.touches.desk.models import AnswerVersion, ApprovedAnswer, Contradiction, Message
from provodnik.touches.desk.services.journaling import tell
from provodnik.touches.desk.types import MessageKind

_WORDS_LENGTH = 500


@transaction.atomic
def approve(title: str, topic: str, text: str, *, by_id: int, now: datetime) -> AnswerVersion:
    """A new answer everybody gives.

    Raises:  UnknownTopic; NothingSaid: no title or no words; TitleTaken; PlaceUnknown
    """
    if method.desk_settings().topic(topic) is None:
        raise UnknownTopic(topic)
    if not title.strip():
        raise NothingSaid
    taken = ApprovedAnswer.objects.filter(title=title.strip(), retired_at=None)
    if taken.exists():
        raise TitleTaken(title)
    answer = ApprovedAnswer.objects.create(
        school_id=schools.current(), title=title.strip(), topic=topic
    )
    return revise(answer.pk, text, by_id=by_id, now=now)


@transaction.atomic
def revise(answer_id: int, text: str, *, by_id: int, now: datetime) -> AnswerVersion:
    """Other words from now on. The same words again are the version that is there.

    Raises:  ApprovedAnswer.DoesNotExist: none such is in use; NothingSaid; PlaceUnknown
    """
    answer = ApprovedAnswer.objects.select_for_update().get(pk=answer_id, retired_at=None)
    _refuse_unspeakable(text)
    last = AnswerVersion.objects.filter(answer=answer).order_by("-number").first()
    if last is not None and last.text == text.strip():
        return last
    version = AnswerVersion.objects.create(
        school_id=answer.school_id,
        answer=answer,
        number=last.number + 1 if last else 1,
        text=text.strip(),
        approved_at=now,
        approved_by_id=by_id,
    )
    _tell("answer_approved", {"title": answer.title, "number": version.number}, by_id, now)
    return version


@transaction.atomic
def retire(answer_id: int, *, by_id: int, now: datetime) -> ApprovedAnswer:
    """Nobody is offered it any more; answers made of it keep it.

    Raises:  ApprovedAnswer.DoesNotExist: none such is in use
    """
    answer = ApprovedAnswer.objects.select_for_update().get(pk=answer_id, retired_at=None)
    answer.retired_at = now
    answer.save(update_fields=["retired_at"])
    _tell("answer_retired", {"title": answer.title}, by_id, now)
    return answer


@transaction.atomic
def report_contradiction(
    message_id: int, words: str, *, answer_id: int | None, by_id: int, now: datetime
) -> Contradiction:
    """An answer of ours says something else than an approved answer, or another of ours.

    Raises:  Message.DoesNotExist: no such answer of ours; ReasonMissing: no words
             ApprovedAnswer.DoesNotExist
    """
    message = Message.objects.select_related("ticket").get(
        pk=message_id, kind=MessageKind.OUT.value
    )
    if not words.strip():
        raise ReasonMissing
    answer = None if answer_id is None else ApprovedAnswer.objects.get(pk=answer_id)
    report = Contradiction.objects.create(
        school_id=message.school_id,
        message=message,
        answer=answer,
        words=words.strip()[:_WORDS_LENGTH],
        reported_at=now,
        reported_by_id=by_id,
    )
    if message.ticket is not None:
        attrs: dict[str, journal.Attr] = {"answer": answer.title if answer else ""}
        actor = staff_actor(by_id)
        tell("contradiction_reported", message.ticket, at=now, actor=actor, attrs=attrs)
    return report


@transaction.atomic
def close_contradiction(
    report_id: int, outcome: str, *, by_id: int, now: datetime
) -> Contradiction:
    """What became of it. Closed twice changes nothing.

    Raises:  Contradiction.DoesNotExist; ReasonMissing: nothing is said
    """
    found = Contradiction.objects.select_for_update(of=("self",)).select_related("message__ticket")
    report = found.get(pk=report_id)
    if report.closed_at is not None:
        return report
    if not outcome.strip():
        raise ReasonMissing
    report.closed_at, report.closed_by_id = now, by_id
    report.outcome = outcome.strip()[:_WORDS_LENGTH]
    report.save(update_fields=["closed_at", "closed_by", "outcome"])
    if report.message.ticket is not None:
        attrs: dict[str, journal.Attr] = {"outcome": report.outcome}
        actor = staff_actor(by_id)
        tell("contradiction_closed", report.message.ticket, at=now, actor=actor, attrs=attrs)
    return report


def _refuse_unspeakable(text: str) -> None:
    if not text.strip():
        raise NothingSaid
    known = {place.word for place in method.scripts().placeholders}
    unknown = [name for name in places(text) if name not in known]
    if unknown or malformed(text):
        raise PlaceUnknown(unknown[0] if unknown else "{")


def _tell(event: str, attrs: dict[str, journal.Attr], by_id: int, now: datetime) -> None:
    journal.record(event, happened_at=now, actor=staff_actor(by_id), staff_id=by_id, attrs=attrs)

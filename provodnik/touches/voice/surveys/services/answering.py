"""What a student answers: kept once, changed until a day, helped at once where it is bad."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from provodnik.facts.people.queries import standing_id
from provodnik.facts.sales.links import rules as link_rules
from provodnik.facts.sales.links.rules import Opening
from provodnik.facts.sales.links.services import click_limits
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.method.survey_words import AnswerKind, Measure
from provodnik.touches.voice.surveys import rules
from provodnik.touches.voice.surveys.errors import Expired, ScoreMissing
from provodnik.touches.voice.surveys.models import Answer, Invitation, Question, Response
from provodnik.touches.voice.surveys.services import helping
from provodnik.touches.voice.surveys.types import HUNDREDTHS, Received

TEXT_LENGTH = 2000
_TOLD_LENGTH = 500
_KEY_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it came: `key` names it, `values` are raw answers by question."""

    key: str
    values: Mapping[int, str] = field(default_factory=dict)
    is_change: bool = False


@transaction.atomic
def submit(invitation_id: int, sent: Sent, *, now: datetime) -> Received:
    """Keep the answers of a form. The same form sent again keeps nothing twice.

    A second form is taken only as a change, and only until its day; a form of a page opened
    before the answers were there changes nothing.

    Raises:  Invitation.DoesNotExist
             Expired: nothing was answered in time
             ScoreMissing: the form gives no score at all
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("survey")
        .get(pk=invitation_id)
    )
    response = Response.objects.filter(invitation=invitation).first()
    key = sent.key[:_KEY_LENGTH]
    if response is not None and key in response.keys:
        return Received.KEPT
    if response is not None and not sent.is_change:
        return Received.ALREADY
    if response is not None and now >= change_until(response):
        return Received.LOCKED
    if response is None and (invitation.cancelled_at is not None or now >= late_until(invitation)):
        raise Expired(str(invitation))
    given = _read(invitation, sent.values)
    if response is None:
        _keep(_new_response(invitation, key, now=now), given, now=now)
        Invitation.objects.filter(pk=invitation.pk).update(answered_at=now)
        return Received.KEPT
    given = [*given, *_words_left(response, given)]
    _take_back(response, now=now)
    response.keys = [*response.keys, key]
    response.changed_at = now
    response.save(update_fields=["keys", "changed_at"])
    _keep(response, given, now=now)
    return Received.CHANGED


def note_opening(invitation: Invitation, opening: Opening, *, now: datetime) -> None:
    """Keep that a person opened the invitation, once; machines are told apart, once each."""
    sign = link_rules.own_sign(opening, made_at=invitation.asked_at, now=now, limits=click_limits())
    whom = "machine" if sign else "person"
    attrs: dict[str, journal.Attr] = {"invitation": invitation.pk, "machine": sign is not None}
    new = journal.append_from(
        "survey_opened",
        source="provodnik",
        columns=("happened_at", "client_id", "external_id", "actor", "attrs"),
        query="SELECT %s::timestamptz, %s::bigint, %s, %s, %s::jsonb",
        params=(
            now,
            invitation.client_id,
            f"{invitation}:{whom}",
            f"client:{invitation.client_id}",
            helping.as_json({**attrs, "sign": sign.value} if sign else attrs),
        ),
    )
    if new and sign is None:
        Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=now)


def change_until(response: Response) -> datetime:
    """Until when the answers may be changed."""
    return response.answered_at + timedelta(days=method.survey_settings().answering.change_days)


def late_until(invitation: Invitation) -> datetime:
    """Until when answers kept on a phone without network are still taken."""
    return invitation.expires_at + timedelta(days=method.survey_settings().answering.grace_days)


def _read(invitation: Invitation, values: Mapping[int, str]) -> list[Answer]:
    """The answers that were given, not yet of any response.

    Raises:  ScoreMissing
    """
    questions = Question.objects.filter(version_id=invitation.version_id)
    asked = list(questions.order_by("position", "pk"))
    given = [found for one in asked if (found := _answer(one, values.get(one.pk, "")))]
    has_scales = any(rules.top_of(AnswerKind(one.kind)) for one in asked)
    if not given or (has_scales and all(one.value_hundredths is None for one in given)):
        raise ScoreMissing(str(invitation))
    return given


def _answer(question: Question, told: str) -> Answer | None:
    kind = AnswerKind(question.kind)
    answer = Answer(
        school_id=schools.current(),
        position=question.position,
        item=question.item,
        measure=question.measure,
        weight=question.weight,
    )
    top = rules.top_of(kind)
    if top is not None:
        mark = rules.mark_of(told, kind)
        if mark is None:
            return None
        answer.value_hundredths, answer.top = mark * HUNDREDTHS, top
        answer.is_low = rules.is_low(
            mark * HUNDREDTHS, Measure(question.measure), top, helping.low_shares()
        )
        return answer
    text = told.replace("\x00", "").strip()[:TEXT_LENGTH]
    is_known = kind is AnswerKind.TEXT or text in question.choices
    if not text or not is_known:
        return None
    answer.text = text
    return answer


def _new_response(invitation: Invitation, key: str, *, now: datetime) -> Response:
    return Response.objects.create(
        school_id=schools.current(),
        survey_id=invitation.survey_id,
        version_id=invitation.version_id,
        wave_id=invitation.wave_id,
        invitation=invitation,
        client_id=standing_id(invitation.client_id),
        product_id=invitation.product_id,
        cohort_id=invitation.cohort_id,
        responsible_id=invitation.responsible_id,
        keys=[key],
        answered_at=now,
    )


def _keep(response: Response, given: Sequence[Answer], *, now: datetime) -> None:
    """Answers of a response, told to the journal; a low score wakes whoever answers for it."""
    entries = _tell(response, given)
    for answer in given:
        answer.response = response
        answer.entry_id = entries.get(answer.item)
    Answer.objects.bulk_create(given)
    lowest = [answer for answer in given if answer.is_low]
    if response.is_low != bool(lowest):
        response.is_low = bool(lowest)
        response.save(update_fields=["is_low"])
    if lowest:
        helping.help_at_once(response, lowest, entry_ids=list(entries.values()), now=now)


def _tell(response: Response, given: Sequence[Answer]) -> dict[str, int]:
    """One entry a score of a figure; the words stand with the first of them. Ids by item."""
    scores = [
        one
        for one in given
        if one.value_hundredths is not None and Measure(one.measure) is not Measure.NONE
    ]
    words = "\n".join(one.text for one in given if one.text)[:_TOLD_LENGTH]
    revision = len(response.keys)
    entries = [
        journal.Entry(
            event="survey_answered",
            happened_at=response.answered_at,
            actor=f"client:{response.client_id}",
            client_id=response.client_id,
            staff_id=response.responsible_id,
            product_id=response.product_id,
            item=one.item,
            channel=_channel(response),
            value=one.value_hundredths,
            external_id=f"{response}:{one.position}" + (f"#{revision}" if revision > 1 else ""),
            attrs={
                "measure": one.measure,
                "scale": one.top,
                "weight": one.weight,
                **({"text": words} if words and place == 0 else {}),
            },
        )
        for place, one in enumerate(scores)
    ]
    ids = journal.record_many(entries)
    return {one.item: entry_id for one, entry_id in zip(scores, ids, strict=True)}


def _words_left(response: Response, given: Sequence[Answer]) -> list[Answer]:
    """Words written before that a change left out: the page never shows them again."""
    told = {one.item for one in given}
    before = Answer.objects.filter(response=response, value_hundredths=None).exclude(text="")
    left = [one for one in before.order_by("position") if one.item not in told]
    for one in left:
        one.pk = None
    return left


def _channel(response: Response) -> str | None:
    return response.invitation.channel or None if response.invitation else None


def _take_back(response: Response, *, now: datetime) -> None:
    told = Answer.objects.filter(response=response)
    entries = [one.entry_id for one in told if one.entry_id is not None]
    if entries:
        journal.void(
            entries, at=now, actor=f"client:{response.client_id}", reason="changed by the student"
        )
    told.delete()

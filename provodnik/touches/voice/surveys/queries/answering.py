"""What the answering page shows to whoever knows the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from provodnik.touches.queue.types import TouchState
from provodnik.touches.voice.surveys.models import Answer, Concern, Invitation, Response
from provodnik.touches.voice.surveys.queries.forms import QuestionRow, questions_of
from provodnik.touches.voice.surveys.services.answering import change_until
from provodnik.touches.voice.surveys.types import HUNDREDTHS


class PageState(StrEnum):
    """What a student can do at the address now."""

    OPEN = "open"
    ANSWERED = "answered"
    CHANGEABLE = "changeable"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Promise:
    """Who gets in touch about a low score, and until when."""

    name: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class AnsweringPage:
    """A form and what was answered; nothing of it tells who the student is.

    `values` are raw answers by question, as the form would send them.
    """

    state: PageState
    survey: str
    intro: str
    questions: tuple[QuestionRow, ...]
    values: Mapping[int, str]
    expires_at: datetime
    change_until: datetime | None
    is_low: bool
    promise: Promise | None


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation at an address of the current school. One query."""
    found = Invitation.objects.select_related("survey", "version").filter(token=token)
    return found.first()


def answering_page(invitation: Invitation, *, now: datetime) -> AnsweringPage:
    """Three queries, four after a low score."""
    response = Response.objects.filter(invitation=invitation).first()
    questions = questions_of(invitation.version_id)
    return AnsweringPage(
        state=_state(invitation, response, now=now),
        survey=invitation.survey.name,
        intro=invitation.version.intro,
        questions=questions,
        values=_values(questions, response),
        expires_at=invitation.expires_at,
        change_until=change_until(response) if response else None,
        is_low=response.is_low if response else False,
        promise=_promise(response, now=now) if response and response.is_low else None,
    )


def _state(invitation: Invitation, response: Response | None, *, now: datetime) -> PageState:
    if response is not None:
        return PageState.CHANGEABLE if now < change_until(response) else PageState.ANSWERED
    is_gone = invitation.cancelled_at is not None or now >= invitation.expires_at
    return PageState.EXPIRED if is_gone else PageState.OPEN


def _values(questions: tuple[QuestionRow, ...], response: Response | None) -> dict[int, str]:
    if response is None:
        return {}
    told = {one.item: one for one in Answer.objects.filter(response=response)}
    return {one.question_id: _raw(told[one.item]) for one in questions if one.item in told}


def _raw(answer: Answer) -> str:
    if answer.value_hundredths is None:
        return answer.text
    return str(answer.value_hundredths // HUNDREDTHS)


def _promise(response: Response, *, now: datetime) -> Promise | None:
    concern = Concern.objects.select_related("touch__owner").filter(response=response).first()
    touch = concern.touch if concern else None
    if touch is None or touch.owner is None or touch.due_at <= now:
        return None
    if touch.state != TouchState.PLANNED.value:
        return None
    return Promise(touch.owner.name.split()[0], touch.due_at)

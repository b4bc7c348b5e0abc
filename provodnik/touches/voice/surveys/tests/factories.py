"""Surveys, invitations and answers for tests."""

from datetime import datetime, timedelta

from provodnik.facts.people.models import Client
from provodnik.facts.people.tests.factories import MONDAY
from provodnik.method.survey_words import AnswerKind, AskAbout, AskMoment, Measure
from provodnik.touches.voice.surveys import services
from provodnik.touches.voice.surveys.models import Invitation, Question, Response, Survey, Version
from provodnik.touches.voice.surveys.services import Sent, invite
from provodnik.touches.voice.surveys.services.occasions import Occasion
from provodnik.touches.voice.surveys.types import QuestionFields, Received, SurveyFields

ACTOR = "system"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MARK = QuestionFields("Уроки", "Довольны ли вы уроками?", AnswerKind.SCALE_5, Measure.CSI)
NPS = QuestionFields("Посоветуете", "Посоветуете нас?", AnswerKind.SCALE_10, Measure.NPS)
CSAT = QuestionFields("Помощь", "Помогли ли вам?", AnswerKind.SCALE_5, Measure.CSAT)
WORDS = QuestionFields("Почему", "Почему такая оценка?", AnswerKind.TEXT)


def make_survey(
    *questions: QuestionFields,
    name: str = "Опрос",
    moment: AskMoment = AskMoment.BY_HAND,
    responsible: AskAbout = AskAbout.COORDINATOR,
    at: datetime = MONDAY,
) -> Survey:
    """A survey published and switched on; a monthly one asks each fifth day."""
    is_monthly = moment is AskMoment.MONTH
    fields = SurveyFields(
        name,
        moment,
        responsible,
        every_months=1 if is_monthly else None,
        day_of_month=5 if is_monthly else None,
    )
    survey = services.create_survey(fields, now=at, actor=ACTOR)
    draft = Version.objects.get(survey=survey)
    for question in questions or (NPS, WORDS):
        services.add_question(draft.pk, question)
    services.publish(survey.pk, now=at, actor=ACTOR)
    services.start(survey.pk, now=at, actor=ACTOR)
    survey.refresh_from_db()
    return survey


def ask(
    survey: Survey, client: Client, *, at: datetime = MONDAY, key: str = "by-hand"
) -> Invitation:
    """An invitation of one client, sent by hand at once."""
    occasion = Occasion(AskMoment.BY_HAND, client.pk, key, at)
    assert invite(survey, [occasion], now=at).invited == 1
    found = Invitation.objects.get(survey=survey, client=client, occurrence=key)
    return services.handed_over(found.pk, actor=ACTOR, now=at)


def answer(
    invitation: Invitation,
    *told: str,
    key: str = "form-1",
    is_change: bool = False,
    at: datetime | None = None,
) -> Received:
    """Answers to the questions in their order; the moment is an hour after the asking."""
    asked = Question.objects.filter(version_id=invitation.version_id).order_by("position")
    ids = asked.values_list("pk", flat=True)
    sent = Sent(key, dict(zip(ids, told, strict=False)), is_change)
    return services.submit(invitation.pk, sent, now=at or invitation.asked_at + HOUR)


def answered(survey: Survey, client: Client, *told: str, at: datetime = MONDAY) -> Response:
    """What a client answered to a survey asked just now."""
    invitation = ask(survey, client, at=at, key=f"at:{at.isoformat()}")
    answer(invitation, *told, at=at)
    return Response.objects.get(invitation=invitation)

"""Surveys and their versions: made, corrected, published, switched on and off."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.method.shapes.surveys import SurveyForm
from provodnik.method.survey_words import AskMoment
from provodnik.touches.voice.surveys.errors import (
    NameTaken,
    NothingAsked,
    NoVersion,
    RhythmMissing,
)
from provodnik.touches.voice.surveys.models import Question, Survey, Version
from provodnik.touches.voice.surveys.services.questions import keep_question, to_fields
from provodnik.touches.voice.surveys.types import SurveyFields


@transaction.atomic
def create_survey(fields: SurveyFields, *, form: str = "", now: datetime, actor: str) -> Survey:
    """A survey with an empty draft; it asks nobody until published and switched on.

    Raises:  NameTaken, RhythmMissing
    """
    _check(fields, survey_id=None)
    survey = Survey(
        school_id=schools.current(), form=form, created_at=now, created_by_id=actor_staff_id(actor)
    )
    _fill(survey, fields)
    survey.save(force_insert=True)
    _new_version(survey, intro="")
    return survey


@transaction.atomic
def create_ready(key: str, *, now: datetime, actor: str) -> Survey:
    """A ready survey of the method: its questions published, not switched on yet.

    Called again, it is the one there is.

    Raises:  KeyError: the method has no such form; NameTaken
    """
    form = method.survey_settings().form(key)
    if form is None:
        raise KeyError(key)
    known = Survey.objects.filter(form=key).order_by("pk").first()
    if known is not None:
        return known
    survey = create_survey(_fields_of(form), form=key, now=now, actor=actor)
    draft = Version.objects.get(survey=survey, published_at=None)
    Version.objects.filter(pk=draft.pk).update(intro=form.intro)
    for question in form.questions:
        keep_question(draft.pk, to_fields(question))
    publish(survey.pk, now=now, actor=actor)
    return survey


@transaction.atomic
def edit_survey(survey_id: int, fields: SurveyFields) -> Survey:
    """When and of whom it asks from now on. Invitations already made stay as they are.

    Raises:  Survey.DoesNotExist, NameTaken, RhythmMissing
    """
    survey = Survey.objects.select_for_update().get(pk=survey_id)
    _check(fields, survey_id=survey.pk)
    _fill(survey, fields)
    survey.save()
    return survey


@transaction.atomic
def revise(survey_id: int) -> Version:
    """The draft of a survey, begun from the published version where there is none.

    Raises:  Survey.DoesNotExist
    """
    survey = Survey.objects.select_for_update().get(pk=survey_id)
    draft = Version.objects.filter(survey=survey, published_at=None).first()
    if draft is not None:
        return draft
    last = published(survey.pk)
    draft = _new_version(survey, intro=last.intro if last else "")
    if last is not None:
        for question in Question.objects.filter(version=last).order_by("position", "pk"):
            question.pk, question.version = None, draft
            question.save(force_insert=True)
    return draft


@transaction.atomic
def publish(survey_id: int, *, now: datetime, actor: str) -> Version:
    """The draft becomes what is asked from now on and changes no more.

    Raises:  Survey.DoesNotExist
             NoVersion: there is no draft
             NothingAsked: the draft has no question
    """
    survey = Survey.objects.select_for_update().get(pk=survey_id)
    draft = Version.objects.select_for_update().filter(survey=survey, published_at=None).first()
    if draft is None:
        raise NoVersion(str(survey))
    if not Question.objects.filter(version=draft).exists():
        raise NothingAsked(str(survey))
    draft.published_at, draft.published_by_id = now, actor_staff_id(actor)
    draft.save(update_fields=["published_at", "published_by"])
    _tell("survey_published", survey, {"version": draft.number}, now=now, actor=actor)
    return draft


@transaction.atomic
def start(survey_id: int, *, now: datetime, actor: str) -> None:
    """Let the survey ask by itself.

    Raises:  Survey.DoesNotExist; NoVersion: nothing is published
    """
    survey = Survey.objects.select_for_update().get(pk=survey_id)
    if survey.started_at is not None:
        return
    if published(survey.pk) is None:
        raise NoVersion(str(survey))
    survey.started_at = now
    survey.save(update_fields=["started_at"])
    _tell("survey_switched", survey, {"on": True}, now=now, actor=actor)


@transaction.atomic
def stop(survey_id: int, *, now: datetime, actor: str) -> None:
    """Ask nobody any more; who was asked may still answer.

    Raises:  Survey.DoesNotExist
    """
    survey = Survey.objects.select_for_update().get(pk=survey_id)
    if survey.started_at is None:
        return
    survey.started_at = None
    survey.save(update_fields=["started_at"])
    _tell("survey_switched", survey, {"on": False}, now=now, actor=actor)


def published(survey_id: int) -> Version | None:
    """The version being asked."""
    told = Version.objects.filter(survey_id=survey_id, published_at__isnull=False)
    return told.order_by("-number").first()


def _new_version(survey: Survey, *, intro: str) -> Version:
    last = Version.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(
        school_id=schools.current(), survey=survey, number=last + 1, intro=intro
    )


def _check(fields: SurveyFields, *, survey_id: int | None) -> None:
    is_monthly = fields.moment is AskMoment.MONTH
    if is_monthly != (fields.every_months is not None and fields.day_of_month is not None):
        raise RhythmMissing(fields.name)
    known = Survey.objects.filter(name=fields.name).values_list("pk", flat=True).first()
    if known not in (None, survey_id):
        raise NameTaken(fields.name)


def _fill(survey: Survey, fields: SurveyFields) -> None:
    survey.name = fields.name
    survey.moment = fields.moment.value
    survey.responsible = fields.responsible.value
    survey.product_id = fields.product_id
    survey.every_months = fields.every_months
    survey.day_of_month = fields.day_of_month


def _fields_of(form: SurveyForm) -> SurveyFields:
    return SurveyFields(
        name=form.title,
        moment=form.moment,
        responsible=form.responsible,
        every_months=form.every_months,
        day_of_month=form.day_of_month,
    )


def _tell(
    event: str, survey: Survey, attrs: dict[str, journal.Attr], *, now: datetime, actor: str
) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        staff_id=actor_staff_id(actor),
        item=survey.name,
        attrs=attrs,
    )

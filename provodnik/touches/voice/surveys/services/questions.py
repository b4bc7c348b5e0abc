"""Questions of a draft. What is published never comes here."""

from django.db import transaction
from django.db.models import Max

from provodnik.kernel import schools
from provodnik.method.shapes.surveys import SurveyQuestion, fits
from provodnik.method.survey_words import AnswerKind
from provodnik.touches.voice.surveys import rules
from provodnik.touches.voice.surveys.errors import MalformedQuestion
from provodnik.touches.voice.surveys.models import Question, Version
from provodnik.touches.voice.surveys.types import QuestionFields


@transaction.atomic
def edit_intro(version_id: int, intro: str) -> None:
    """The first words of a draft.

    Raises:  Version.DoesNotExist: it is none, or published
    """
    draft = _draft(version_id)
    draft.intro = intro.strip()
    draft.save(update_fields=["intro"])


@transaction.atomic
def add_question(version_id: int, fields: QuestionFields) -> Question:
    """One more question at the end of a draft.

    Raises:  Version.DoesNotExist: it is none, or published; MalformedQuestion
    """
    return keep_question(_draft(version_id).pk, fields)


@transaction.atomic
def edit_question(question_id: int, fields: QuestionFields) -> Question:
    """A question of a draft in other words.

    Raises:  Question.DoesNotExist: it is none, or published; MalformedQuestion
    """
    question = _question(question_id)
    _check(fields, version_id=question.version_id, question_id=question.pk)
    _fill(question, fields)
    question.save()
    return question


@transaction.atomic
def move_question(question_id: int, by: int) -> None:
    """A question of a draft up (−1) or down (+1).

    Raises:  Question.DoesNotExist: it is none, or published
    """
    question = _question(question_id)
    rows = list(Question.objects.filter(version_id=question.version_id).order_by("position", "pk"))
    at = next(place for place, row in enumerate(rows) if row.pk == question.pk)
    for place, row in enumerate(rules.moved(rows, at, by)):
        row.position = place
    Question.objects.bulk_update(rows, ["position"])


@transaction.atomic
def remove_question(question_id: int) -> None:
    """A question out of a draft.

    Raises:  Question.DoesNotExist: it is none, or published
    """
    _question(question_id).delete()


def keep_question(version_id: int, fields: QuestionFields) -> Question:
    """Raises:  MalformedQuestion"""
    _check(fields, version_id=version_id, question_id=None)
    told = Question.objects.filter(version_id=version_id).aggregate(last=Max("position"))
    last = told["last"]
    question = Question(
        school_id=schools.current(),
        version_id=version_id,
        position=0 if last is None else last + 1,
    )
    _fill(question, fields)
    question.save(force_insert=True)
    return question


def to_fields(question: SurveyQuestion) -> QuestionFields:
    """A question of the method as the editor would write it."""
    return QuestionFields(
        item=question.item,
        text=question.text,
        kind=question.kind,
        measure=question.measure,
        weight=question.weight,
        low=question.low or "",
        high=question.high or "",
        choices=question.choices,
    )


def _check(fields: QuestionFields, *, version_id: int, question_id: int | None) -> None:
    namesakes = Question.objects.filter(version_id=version_id, item=fields.item)
    if question_id is not None:
        namesakes = namesakes.exclude(pk=question_id)
    if (
        not fits(fields.kind, fields.measure)
        or (fields.kind is AnswerKind.ONE_OF) != bool(fields.choices)
        or not fields.item.strip()
        or not fields.text.strip()
        or fields.weight < 1
        or namesakes.exists()
    ):
        raise MalformedQuestion(fields.item)


def _fill(question: Question, fields: QuestionFields) -> None:
    question.item, question.text = fields.item.strip(), fields.text.strip()
    question.kind, question.measure = fields.kind.value, fields.measure.value
    question.weight = fields.weight
    question.low, question.high = fields.low, fields.high
    question.choices = list(fields.choices)


def _draft(version_id: int) -> Version:
    return Version.objects.select_for_update().get(pk=version_id, published_at=None)


def _question(question_id: int) -> Question:
    question = Question.objects.get(pk=question_id, version__published_at=None)
    _draft(question.version_id)
    return question

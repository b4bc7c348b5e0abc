"""Surveys are made, revised and published; what was published stays as it was."""

import pytest

from provodnik.facts.people.tests.factories import MONDAY, make_client
from provodnik.kernel.models import School
from provodnik.method import queries as method
from provodnik.method.survey_words import AnswerKind, AskAbout, AskMoment, Measure
from provodnik.touches.voice.surveys import queries, services
from provodnik.touches.voice.surveys.errors import (
    MalformedQuestion,
    NameTaken,
    NothingAsked,
    NoVersion,
    RhythmMissing,
)
from provodnik.touches.voice.surveys.models import Question, Response, Version
from provodnik.touches.voice.surveys.tests.factories import (
    ACTOR,
    DAY,
    MARK,
    NPS,
    WORDS,
    answered,
    make_survey,
)
from provodnik.touches.voice.surveys.types import QuestionFields, SurveyFields


def test_every_ready_form_becomes_a_survey_once(school: School) -> None:
    for form in method.survey_settings().forms:
        first = services.create_ready(form.key, now=MONDAY, actor=ACTOR)
        again = services.create_ready(form.key, now=MONDAY, actor=ACTOR)

        card = queries.survey_card(first.pk)
        assert again.pk == first.pk
        assert card.published is not None
        assert [one.item for one in card.published.questions] == [
            one.item for one in form.questions
        ]
        assert card.started_at is None


def test_a_revision_leaves_the_published_questions_and_their_answers_alone(school: School) -> None:
    survey = make_survey(NPS)
    response = answered(survey, make_client(), "10")

    draft = services.revise(survey.pk)
    same = Question.objects.get(version=draft)
    services.edit_question(same.pk, MARK)
    services.publish(survey.pk, now=MONDAY + DAY, actor=ACTOR)

    first, second = Version.objects.filter(survey=survey).order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert Question.objects.get(version=first).item == NPS.item
    assert Question.objects.get(version=second).item == MARK.item
    assert Response.objects.get(pk=response.pk).version_id == first.pk


def test_a_published_version_cannot_be_touched(school: School) -> None:
    survey = make_survey(NPS)
    version = Version.objects.get(survey=survey)
    question = Question.objects.get(version=version)

    with pytest.raises(Question.DoesNotExist):
        services.edit_question(question.pk, MARK)
    with pytest.raises(Question.DoesNotExist):
        services.remove_question(question.pk)
    with pytest.raises(Version.DoesNotExist):
        services.add_question(version.pk, MARK)
    with pytest.raises(Version.DoesNotExist):
        services.edit_intro(version.pk, "Иначе")


def test_questions_move_and_go(school: School) -> None:
    survey = make_survey(NPS, MARK, WORDS)
    draft = services.revise(survey.pk)
    last = Question.objects.get(version=draft, item=WORDS.item)

    services.move_question(last.pk, -1)
    services.move_question(last.pk, -1)
    services.move_question(last.pk, -1)
    services.remove_question(Question.objects.get(version=draft, item=NPS.item).pk)

    card = queries.survey_card(survey.pk)
    assert card.draft is not None
    assert [one.item for one in card.draft.questions] == [WORDS.item, MARK.item]


@pytest.mark.parametrize(
    "malformed",
    [
        QuestionFields("A", "A?", AnswerKind.SCALE_5, Measure.NPS),
        QuestionFields("A", "A?", AnswerKind.SCALE_10, Measure.CSAT),
        QuestionFields("A", "A?", AnswerKind.TEXT, Measure.CSI),
        QuestionFields("A", "A?", AnswerKind.ONE_OF),
        QuestionFields("", "A?", AnswerKind.TEXT),
        QuestionFields("A", " ", AnswerKind.TEXT),
        QuestionFields("A", "A?", AnswerKind.SCALE_5, weight=0),
        NPS,
    ],
)
def test_a_question_that_cannot_be_counted_is_refused(
    school: School, malformed: QuestionFields
) -> None:
    draft = services.revise(make_survey(NPS).pk)

    with pytest.raises(MalformedQuestion):
        services.add_question(draft.pk, malformed)


def test_what_asks_nothing_is_neither_published_nor_switched_on(school: School) -> None:
    fields = SurveyFields("Пустой", AskMoment.BY_HAND, AskAbout.COORDINATOR)
    survey = services.create_survey(fields, now=MONDAY, actor=ACTOR)

    with pytest.raises(NothingAsked):
        services.publish(survey.pk, now=MONDAY, actor=ACTOR)
    with pytest.raises(NoVersion):
        services.start(survey.pk, now=MONDAY, actor=ACTOR)


def test_a_name_is_one_survey_and_a_month_has_its_day(school: School) -> None:
    make_survey(name="Опрос")

    with pytest.raises(NameTaken):
        services.create_survey(
            SurveyFields("Опрос", AskMoment.BY_HAND, AskAbout.COORDINATOR), now=MONDAY, actor=ACTOR
        )
    with pytest.raises(RhythmMissing):
        services.create_survey(
            SurveyFields("Месяц", AskMoment.MONTH, AskAbout.COORDINATOR), now=MONDAY, actor=ACTOR
        )

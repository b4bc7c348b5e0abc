"""Surveys and their versions as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from provodnik.method.survey_words import AnswerKind, AskAbout, AskMoment, Measure
from provodnik.touches.voice.surveys.models import Question, Survey, Version, Wave
from provodnik.touches.voice.surveys.types import SurveyFields


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question of a version, in its order."""

    question_id: int
    item: str
    text: str
    kind: AnswerKind
    measure: Measure
    weight: int
    low: str
    high: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with its questions; a draft has no `published_at`."""

    version_id: int
    number: int
    intro: str
    published_at: datetime | None
    published_by: str
    questions: tuple[QuestionRow, ...]


@dataclass(frozen=True, slots=True)
class WaveRow:
    """A wave and whom it was for: a stream, buyers of a product, everybody."""

    wave_id: int
    for_on: date
    cohort: str
    product: str
    version: int


@dataclass(frozen=True, slots=True)
class SurveyCard:
    """A survey with its versions, newest first, and its waves, newest first."""

    survey_id: int
    fields: SurveyFields
    product: str
    started_at: datetime | None
    versions: tuple[VersionRow, ...]
    waves: tuple[WaveRow, ...]

    @property
    def draft(self) -> VersionRow | None:
        return next((one for one in self.versions if one.published_at is None), None)

    @property
    def published(self) -> VersionRow | None:
        return next((one for one in self.versions if one.published_at is not None), None)


def survey_card(survey_id: int) -> SurveyCard:
    """Four queries. Raises:  Survey.DoesNotExist"""
    survey = Survey.objects.select_related("product").get(pk=survey_id)
    versions = Version.objects.filter(survey=survey).select_related("published_by")
    questions: dict[int, list[QuestionRow]] = {}
    for one in Question.objects.filter(version__survey=survey).order_by("position", "pk"):
        questions.setdefault(one.version_id, []).append(_question(one))
    waves = Wave.objects.filter(survey=survey).select_related("cohort", "product", "version")
    return SurveyCard(
        survey.pk,
        fields_of(survey),
        survey.product.name if survey.product else "",
        survey.started_at,
        tuple(_version(one, questions) for one in versions.order_by("-number")),
        tuple(
            WaveRow(
                one.pk,
                one.for_on,
                one.cohort.name if one.cohort else "",
                one.product.name if one.product else "",
                one.version.number,
            )
            for one in waves.order_by("-for_on", "-pk")
        ),
    )


def ready_forms_used() -> dict[str, int]:
    """Which ready forms of the method the school has already, by key. One query."""
    found = Survey.objects.exclude(form="").order_by("-pk")
    return dict(found.values_list("form", "pk"))


def fields_of(survey: Survey) -> SurveyFields:
    return SurveyFields(
        survey.name,
        AskMoment(survey.moment),
        AskAbout(survey.responsible),
        survey.product_id,
        survey.every_months,
        survey.day_of_month,
    )


def questions_of(version_id: int) -> tuple[QuestionRow, ...]:
    """One query."""
    rows = Question.objects.filter(version_id=version_id).order_by("position", "pk")
    return tuple(_question(one) for one in rows)


def _version(row: Version, questions: Mapping[int, list[QuestionRow]]) -> VersionRow:
    return VersionRow(
        row.pk,
        row.number,
        row.intro,
        row.published_at,
        row.published_by.name if row.published_by else "",
        tuple(questions.get(row.pk, ())),
    )


def _question(row: Question) -> QuestionRow:
    return QuestionRow(
        row.pk,
        row.item,
        row.text,
        AnswerKind(row.kind),
        Measure(row.measure),
        row.weight,
        row.low,
        row.high,
        tuple(row.choices),
    )

"""Every survey in figures: how many were asked and answered, and the scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from provodnik.method.survey_words import Measure
from provodnik.touches.voice.surveys import rules
from provodnik.touches.voice.surveys.models import (
    Answer,
    Concern,
    Invitation,
    Response,
    Survey,
)
from provodnik.touches.voice.surveys.queries.narrowing import (
    asked_rows,
    left_out_rows,
    responses_of,
)
from provodnik.touches.voice.surveys.rules import Csat, Csi, Nps, Score
from provodnik.touches.voice.surveys.types import AnswerFilter


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of some answers; a measure nobody was asked for is None."""

    nps: Nps | None
    csat: Csat | None
    csi: Csi | None


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """A survey in the list. `sent` are those of the period, `answered` of them, `responses` all
    that answered in the period, files included."""

    survey_id: int
    name: str
    moment: str
    is_on: bool
    sent: int
    answered: int
    responses: int
    left_out: int
    to_hand: int
    low_waiting: int
    scores: Scores


def survey_row(survey_id: int, which: AnswerFilter, *, zone: ZoneInfo) -> SurveyRow:
    """One survey with its figures of the filter. The queries of the list.

    Raises:  StopIteration: there is no such survey
    """
    return next(one for one in survey_rows(which, zone=zone) if one.survey_id == survey_id)


def survey_rows(which: AnswerFilter, *, zone: ZoneInfo) -> list[SurveyRow]:
    """Every survey with its figures of the filter. Eight queries, however many surveys."""
    invitations = asked_rows(Invitation.objects.all(), which, zone)
    sent = _by_survey(invitations.filter(sent_at__isnull=False))
    answered = _by_survey(invitations.filter(sent_at__isnull=False, answered_at__isnull=False))
    waiting = Invitation.objects.filter(is_by_hand=True, sent_at=None, cancelled_at=None)
    to_hand = _by_survey(waiting)
    left_out = _by_survey(left_out_rows(which, zone))
    responses = responses_of(None, which, zone=zone)
    counted = _by_survey(responses)
    open_low = dict(
        Concern.objects.filter(settled_at=None)
        .values_list("response__survey_id")
        .annotate(n=Count("pk"))
    )
    scores = _scores_by_survey(responses, which)
    nothing: list[Score] = []
    return [
        SurveyRow(
            survey_id=one.pk,
            name=one.name,
            moment=one.moment,
            is_on=one.started_at is not None,
            sent=sent.get(one.pk, 0),
            answered=answered.get(one.pk, 0),
            responses=counted.get(one.pk, 0),
            left_out=left_out.get(one.pk, 0),
            to_hand=to_hand.get(one.pk, 0),
            low_waiting=open_low.get(one.pk, 0),
            scores=scored(scores.get(one.pk, nothing)),
        )
        for one in Survey.objects.order_by("name", "pk")
    ]


def scores_of(responses: QuerySet[Response]) -> list[Score]:
    """Every score of the responses, equal ones together. One query."""
    return [score for _, score in _scores(responses)]


def scored(scores: Sequence[Score]) -> Scores:
    """The figures of these scores."""
    asked = {score.measure for score in scores}
    return Scores(
        nps=rules.nps(scores) if Measure.NPS in asked else None,
        csat=rules.csat(scores) if Measure.CSAT in asked else None,
        csi=rules.csi(scores) if Measure.CSI in asked else None,
    )


def _scores_by_survey(
    responses: QuerySet[Response], which: AnswerFilter
) -> Mapping[int, list[Score]]:
    found: dict[int, list[Score]] = {}
    for survey_id, score in _scores(responses):
        if which.item in ("", score.item):
            found.setdefault(survey_id, []).append(score)
    return found


def _scores(responses: QuerySet[Response]) -> list[tuple[int, Score]]:
    """(survey, equal scores): as many rows as there are different marks."""
    told = Answer.objects.filter(
        response__in=responses.order_by().values("pk"), value_hundredths__isnull=False
    )
    rows = (
        told.exclude(measure=Measure.NONE.value)
        .values_list("response__survey_id", "item", "measure", "value_hundredths", "top", "weight")
        .annotate(n=Count("pk"))
        .order_by("item")
    )
    return [
        (survey_id, Score(item, Measure(measure), value or 0, top or 1, weight, n))
        for survey_id, item, measure, value, top, weight, n in rows
    ]


def _by_survey(rows: QuerySet) -> dict[int, int]:  # type: ignore[type-arg]  # any table with a survey
    return dict(rows.order_by().values_list("survey_id").annotate(n=Count("pk")))

"""Surveys read for pages: forms, figures, answers, low scores, who was not asked and why."""

from provodnik.touches.voice.surveys.queries.answering import (
    AnsweringPage,
    PageState,
    answering_page,
    invitation_by_token,
)
from provodnik.touches.voice.surveys.queries.answers import ResponseRow, response_rows
from provodnik.touches.voice.surveys.queries.concerns import ConcernRow, concerns
from provodnik.touches.voice.surveys.queries.figures import (
    Scores,
    SurveyRow,
    scored,
    scores_of,
    survey_row,
    survey_rows,
)
from provodnik.touches.voice.surveys.queries.forms import (
    QuestionRow,
    SurveyCard,
    VersionRow,
    WaveRow,
    ready_forms_used,
    survey_card,
)
from provodnik.touches.voice.surveys.queries.narrowing import responses_of
from provodnik.touches.voice.surveys.queries.people import (
    InvitationRow,
    NotAskedRow,
    invited,
    left_out,
    to_hand,
    why_not,
)
from provodnik.touches.voice.surveys.rules import Score

__all__ = [
    "AnsweringPage",
    "ConcernRow",
    "InvitationRow",
    "NotAskedRow",
    "PageState",
    "QuestionRow",
    "ResponseRow",
    "Score",
    "Scores",
    "SurveyCard",
    "SurveyRow",
    "VersionRow",
    "WaveRow",
    "answering_page",
    "concerns",
    "invitation_by_token",
    "invited",
    "left_out",
    "ready_forms_used",
    "response_rows",
    "responses_of",
    "scored",
    "scores_of",
    "survey_card",
    "survey_row",
    "survey_rows",
    "to_hand",
    "why_not",
]

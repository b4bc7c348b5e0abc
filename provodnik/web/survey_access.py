"""How a page obtains surveys, their parts and low scores."""

from django.http import Http404

from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.method.types import Right
from provodnik.touches.voice.surveys import queries
from provodnik.touches.voice.surveys.models import Concern, Invitation, Question, Survey
from provodnik.touches.voice.surveys.queries import SurveyCard, VersionRow
from provodnik.web.access import has_right


def survey_of_school(survey_id: int) -> SurveyCard:
    """A survey of the current school; 404 if there is none such."""
    try:
        return queries.survey_card(survey_id)
    except Survey.DoesNotExist:
        raise Http404(str(survey_id)) from None


def draft_of(survey_id: int) -> VersionRow:
    """The draft of a survey; 404 if there is none."""
    draft = survey_of_school(survey_id).draft
    if draft is None:
        raise Http404(str(survey_id))
    return draft


def draft_question(survey_id: int, question_id: int) -> int:
    """The id of a question of the survey's draft; 404 for any other."""
    found = Question.objects.filter(
        pk=question_id, version__survey_id=survey_id, version__published_at=None
    )
    if not found.exists():
        raise Http404(str(question_id))
    return question_id


def sees_all_answers(staff: Staff) -> bool:
    """Whether a member sees every answer, not only what they answer for."""
    return has_right(staff, Right.SEE_SURVEYS)


def concern_seen(staff: Staff, concern_id: int) -> int:
    """The id of a low score this member may settle; 404 for a stranger to it."""
    found = Concern.objects.select_related("client").filter(pk=concern_id).first()
    if found is None or not _is_theirs(staff, found.responsible_id, found.client):
        raise Http404(str(concern_id))
    return concern_id


def link_seen(staff: Staff, invitation_id: int) -> int:
    """The id of an invitation this member may pass on; 404 for a stranger to it."""
    found = Invitation.objects.select_related("client").filter(pk=invitation_id).first()
    if found is None or not _is_theirs(staff, found.responsible_id, found.client):
        raise Http404(str(invitation_id))
    return invitation_id


def _is_theirs(staff: Staff, responsible_id: int | None, client: Client) -> bool:
    mine = staff.pk in (responsible_id, client.coordinator_id)
    return mine or sees_all_answers(staff)

"""How a page obtains interviews, feedback and cases; whose names it may show."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest

from provodnik.facts.learning.models import Cohort
from provodnik.facts.people.models import Client
from provodnik.facts.people.queries.keys import clients_of_keys
from provodnik.facts.team.models import Staff
from provodnik.method.types import Right
from provodnik.touches.voice.cases import queries as cases
from provodnik.touches.voice.cases.models import StoryUse
from provodnik.touches.voice.cases.types import CasePage
from provodnik.touches.voice.feedback import queries as feedback
from provodnik.touches.voice.feedback.models import FeedbackRequest
from provodnik.touches.voice.feedback.types import FeedbackRow
from provodnik.touches.voice.interviews import queries as interviews
from provodnik.touches.voice.interviews.models import Interview as InterviewRecord
from provodnik.touches.voice.interviews.models import Quote
from provodnik.touches.voice.interviews.types import Interview
from provodnik.web.access import has_right


def case_of_school(case_id: int) -> CasePage:
    """A case of the current school; 404 if there is none such."""
    try:
        return cases.case(case_id)
    except ObjectDoesNotExist:
        raise Http404(str(case_id)) from None


def use_of_case(use_id: int) -> int:
    """The id of a use of a case of the current school; 404 for any other."""
    if not StoryUse.objects.filter(pk=use_id).exists():
        raise Http404(str(use_id))
    return use_id


def feedback_of_school(item_id: int) -> FeedbackRow:
    """An item of feedback of the current school; 404 if there is none such."""
    try:
        return feedback.item(item_id)
    except ObjectDoesNotExist:
        raise Http404(str(item_id)) from None


def feedback_request(request_id: int) -> int:
    """The id of a request before a cycle of the current school; 404 for any other."""
    if not FeedbackRequest.objects.filter(pk=request_id).exists():
        raise Http404(str(request_id))
    return request_id


def interview_of_school(interview_id: int) -> Interview:
    """An interview of the current school that was not called off; 404 if there is none such."""
    try:
        return interviews.interview(interview_id)
    except ObjectDoesNotExist:
        raise Http404(str(interview_id)) from None


def known_interview(interview_id: int) -> int:
    """The id of an interview, a called-off one included; 404 for any other."""
    if not InterviewRecord.objects.filter(pk=interview_id).exists():
        raise Http404(str(interview_id))
    return interview_id


def quote_of_school(quote_id: int) -> int:
    """The id of a quote of the current school; 404 for any other."""
    if not Quote.objects.filter(pk=quote_id).exists():
        raise Http404(str(quote_id))
    return quote_id


def cohort_of_school(cohort_id: int) -> Cohort:
    """A stream of the current school; 404 if there is none such."""
    found = Cohort.objects.filter(pk=cohort_id).first()
    if found is None:
        raise Http404(str(cohort_id))
    return found


def known_client(client_id: int) -> int:
    """The id of a client of the current school who stands for themselves; 404 for any other."""
    if not Client.objects.filter(pk=client_id, merged_into=None).exists():
        raise Http404(str(client_id))
    return client_id


def who_is(written: str) -> int | None:
    """The client an e-mail, phone or id names; None of nobody or several."""
    return clients_of_keys([written]).get(written.strip())


def asked_client(request: HttpRequest) -> Client | None:
    """The client the address names by `?client=7`; None where it names nobody."""
    told = request.GET.get("client", "")
    if not told.isdecimal() or len(told) > _LONGEST_ID:
        return None
    return Client.objects.filter(pk=int(told), merged_into=None, erased_at=None).first()


def sees_names(staff: Staff) -> bool:
    """Whether the role works with students, so that their names are no secret from it."""
    rights = (Right.SEE_ALL_STUDENTS, Right.SEE_OWN_STUDENTS)
    return any(has_right(staff, right) for right in rights)


_LONGEST_ID = 18

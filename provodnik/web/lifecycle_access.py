"""How a page obtains what is kept about stages, graduations and target groups."""

from django.http import Http404

from provodnik.facts.learning.graduations import queries as graduation_queries
from provodnik.facts.learning.graduations.models import Graduation
from provodnik.facts.learning.graduations.queries import GraduateRow, GraduationRow
from provodnik.facts.people.audience import queries as audience_queries
from provodnik.facts.people.audience.models import Audience, Landing
from provodnik.facts.people.audience.queries import AudiencePage
from provodnik.facts.people.lifecycle.models import Contact, Handoff


def handoff_of(handoff_id: int) -> Handoff:
    """A handoff of the current school; 404 for a stranger."""
    found = Handoff.objects.filter(pk=handoff_id).first()
    if found is None:
        raise Http404(str(handoff_id))
    return found


def contact_of(contact_id: int) -> Contact:
    """A contact after completion; 404 for a stranger."""
    found = Contact.objects.filter(pk=contact_id).first()
    if found is None:
        raise Http404(str(contact_id))
    return found


def graduation_of(graduation_id: int) -> tuple[GraduationRow, list[GraduateRow]]:
    """A graduation with its graduates; 404 if the school held none such."""
    try:
        return graduation_queries.graduation(graduation_id)
    except Graduation.DoesNotExist:
        raise Http404(str(graduation_id)) from None


def audience_of_school(audience_id: int) -> AudiencePage:
    """A target group with its versions; 404 if the school has none such."""
    try:
        return audience_queries.audience_page(audience_id)
    except Audience.DoesNotExist:
        raise Http404(str(audience_id)) from None


def landing_of(landing_id: int) -> Landing:
    """A landing page; 404 for a stranger."""
    found = Landing.objects.filter(pk=landing_id).first()
    if found is None:
        raise Http404(str(landing_id))
    return found

"""How a page obtains an access."""

from django.http import Http404

from provodnik.facts.people.accesses import queries
from provodnik.facts.people.accesses.models import AccessGrant
from provodnik.facts.people.accesses.types import GrantRow, StepRow


def access_of_school(grant_id: int) -> tuple[GrantRow, list[StepRow]]:
    """An access of the current school with its history; 404 if there is none such."""
    try:
        return queries.access(grant_id)
    except AccessGrant.DoesNotExist:
        raise Http404(str(grant_id)) from None

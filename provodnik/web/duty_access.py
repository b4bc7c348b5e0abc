"""How a page obtains a duty and its handing over."""

from django.http import Http404

from provodnik.decisions.duties import queries
from provodnik.decisions.duties.models import Delegation
from provodnik.decisions.duties.types import DelegationRow, StepRow
from provodnik.method import queries as method
from provodnik.method.shapes.duties import Function


def delegation_of_school(delegation_id: int) -> tuple[DelegationRow, list[StepRow]]:
    """A handing over with its steps; 404 if the school has none such."""
    try:
        return queries.delegation(delegation_id)
    except Delegation.DoesNotExist:
        raise Http404(str(delegation_id)) from None


def function_of_school(key: str) -> Function:
    """A function of the school's method; 404 if it has none such."""
    found = method.duty_settings().function(key)
    if found is None:
        raise Http404(key)
    return found

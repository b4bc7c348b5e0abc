"""How a page obtains a client."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest

from provodnik.facts.people.models import Client
from provodnik.facts.people.queries import standing_id
from provodnik.facts.team.models import Staff
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right


def client_of(request: HttpRequest, client_id: int) -> Client:
    """The client, or who stands for them since a merge; 404 unless this member may see them.

    Own students are those the member coordinates; some roles see everybody.
    """
    found = Client.objects.filter(pk=standing_id(client_id)).first()
    if found is None or not may_see(current_staff(request), found):
        raise Http404
    return found


def clients_of(request: HttpRequest, client_ids: Iterable[str]) -> list[Client]:
    """The clients a form names; 404 if one is not to be seen or there is no such."""
    wanted = {int(one) for one in client_ids if one.isdecimal()}
    found = list(Client.objects.filter(pk__in=wanted))
    staff = current_staff(request)
    if len(found) != len(wanted) or not all(may_see(staff, client) for client in found):
        raise Http404
    return found


def may_see(staff: Staff, client: Client) -> bool:
    """Whether this member may open the client's card."""
    if has_right(staff, Right.SEE_ALL_STUDENTS):
        return True
    return has_right(staff, Right.SEE_OWN_STUDENTS) and client.coordinator_id == staff.pk

"""How a page obtains a ticket."""

from django.http import Http404, HttpRequest

from provodnik.facts.people.models import Client
from provodnik.facts.people.queries.keys import clients_of_keys
from provodnik.facts.people.queries.searching import search
from provodnik.facts.team.models import Staff
from provodnik.method.types import Right
from provodnik.touches.desk.models import Ticket
from provodnik.touches.desk.queries import Sees, seen_ids, sees_ticket
from provodnik.web.access import current_staff, has_right
from provodnik.web.client_access import may_see


def sees(staff: Staff) -> Sees:
    """Whose tickets a member sees: everybody's with the right to see all students."""
    return Sees(staff.pk, all=has_right(staff, Right.SEE_ALL_STUDENTS))


def ticket_of(request: HttpRequest, ticket_id: int) -> Ticket:
    """The ticket; 404 unless this member may see it."""
    found = sees_ticket(sees(current_staff(request)), ticket_id)
    if found is None:
        raise Http404(str(ticket_id))
    return found


def tickets_of(request: HttpRequest) -> list[int]:
    """The tickets a form names in `ids`; 404 if one of them is not to be seen."""
    wanted = sorted({int(one) for one in request.POST.getlist("ids") if one.isdecimal()})
    if wanted != seen_ids(sees(current_staff(request)), wanted):
        raise Http404
    return wanted


def client_named(request: HttpRequest, who: str) -> Client | None:
    """The one client an e-mail, a phone, an id or a name means, if this member may see them."""
    client_id = clients_of_keys([who]).get(who)
    if client_id is None:
        hits = [hit.client_id for hit in search(who, limit=2)]
        client_id = hits[0] if len(hits) == 1 else None
    found = Client.objects.filter(pk=client_id).first() if client_id else None
    return found if found and may_see(current_staff(request), found) else None

"""How a page obtains a client."""

from collections.abc import Collection, Iterable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from provodnik.facts.people.models import Client, Pain
from provodnik.facts.people.queries import standing_id
from provodnik.facts.team.models import Staff
from provodnik.method.types import Right
from provodnik.web.access import View, current_staff, for_members, has_right


def client_of(request: HttpRequest, client_id: int) -> Client:
    """The client, or who stands for them since a merge; 404 unless this member may see them.

    Own students are those the member coordinates; some roles see everybody. Somebody erased
    is nobody: what is left of them is `stone_of`.
    """
    found = Client.objects.filter(pk=standing_id(client_id), erased_at=None).first()
    if found is None or not may_see(current_staff(request), found):
        raise Http404
    return found


def pain_of(pain_id: int) -> Pain:
    """A pain of the school's list; 404 for a stranger."""
    found = Pain.objects.filter(pk=pain_id).first()
    if found is None:
        raise Http404(str(pain_id))
    return found


def stone_of(request: HttpRequest, client_id: int) -> Client | None:
    """What is left of somebody erased, for whoever sees all students; None of anybody else."""
    if not has_right(current_staff(request), Right.SEE_ALL_STUDENTS):
        return None
    erased = Client.objects.filter(erased_at__isnull=False)
    return erased.filter(pk=standing_id(client_id)).first()


def clients_of(request: HttpRequest, client_ids: Iterable[str]) -> list[Client]:
    """The clients a form names; 404 if one is not to be seen or there is no such."""
    wanted = {int(one) for one in client_ids if one.isdecimal()}
    found = list(Client.objects.filter(pk__in=wanted, erased_at=None))
    staff = current_staff(request)
    if len(found) != len(wanted) or not all(may_see(staff, client) for client in found):
        raise Http404
    return found


def may_see(staff: Staff, client: Client) -> bool:
    """Whether this member may open the client's card."""
    if has_right(staff, Right.SEE_ALL_STUDENTS):
        return True
    return has_right(staff, Right.SEE_OWN_STUDENTS) and client.coordinator_id == staff.pk


def openable(staff: Staff, client_ids: Collection[int]) -> set[int]:
    """Of some clients those whose cards this member may open. One query, none for who sees all."""
    if has_right(staff, Right.SEE_ALL_STUDENTS):
        return set(client_ids)
    if not has_right(staff, Right.SEE_OWN_STUDENTS):
        return set()
    own = Client.objects.filter(pk__in=client_ids, coordinator_id=staff.pk)
    return set(own.values_list("pk", flat=True))


def require_students[**P](view: View[P]) -> View[P]:
    """A view for members who may see students, all of them or their own."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        staff = current_staff(request)
        if not (
            has_right(staff, Right.SEE_OWN_STUDENTS) or has_right(staff, Right.SEE_ALL_STUDENTS)
        ):
            raise PermissionDenied(Right.SEE_OWN_STUDENTS)
        return view(request, *args, **kwargs)

    return for_members(guarded)

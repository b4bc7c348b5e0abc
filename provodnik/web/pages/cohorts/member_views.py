"""Who is in a cohort: taking people in, noting that they left."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from provodnik.facts.learning import services
from provodnik.facts.people.queries.keys import clients_of_keys
from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.web.access import cohort_of_school, current_staff, require
from provodnik.web.client_access import clients_of
from provodnik.web.pages.cohorts.content import added, not_found
from provodnik.web.pages.cohorts.forms import MembersForm


@require_POST
@require(Right.ASSIGN_COORDINATORS)
def add(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Take in one found client, or everybody whom the pasted lines name."""
    page, form = cohort_of_school(cohort_id), MembersForm(request.POST)
    found: dict[str, int | None] = {}
    if form.is_valid():
        found = clients_of_keys(form.cleaned_data["lines"].splitlines())
    ids = {client_id for client_id in found.values() if client_id is not None}
    ids |= _named(request)
    came = services.add_members(
        page.cohort.cohort_id, ids, joined_at=timezone.now(), actor=_actor(request)
    )
    messages.success(request, added(came, in_already=len(ids) - came))
    missing = [line for line, client_id in found.items() if client_id is None]
    if missing:
        messages.warning(request, not_found(missing))
    return redirect("cohorts:show", cohort_id)


@require_POST
@require(Right.ASSIGN_COORDINATORS)
def remove(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Note that a client left."""
    page, ids = cohort_of_school(cohort_id), _named(request)
    services.remove_members(
        page.cohort.cohort_id, ids, left_at=timezone.now(), actor=_actor(request)
    )
    messages.success(request, _("Departure noted"))
    return redirect("cohorts:show", cohort_id)


def _named(request: HttpRequest) -> set[int]:
    return {client.pk for client in clients_of(request, request.POST.getlist("client"))}


def _actor(request: HttpRequest) -> str:
    return staff_actor(current_staff(request).pk)

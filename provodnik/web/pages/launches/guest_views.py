"""Who takes part in a launch: lists pasted in, marks, answers, warm leads."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from provodnik.facts.people.queries.keys import clients_of_keys
from provodnik.facts.sales.services import exchange
from provodnik.facts.sales.services import participants as guests
from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.web import formats
from provodnik.web.access import current_staff, require
from provodnik.web.client_access import clients_of
from provodnik.web.launch_access import launch_of_school
from provodnik.web.pages.launches.forms import GuestsForm, InterestForm

_MOST_TOLD = 10


@require_POST
@require(Right.EDIT_LAUNCHES)
def add(request: HttpRequest, launch_id: int) -> HttpResponse:
    """Everybody whom the pasted lines name: joined, did the tasks, or came."""
    card, form = launch_of_school(launch_id), GuestsForm(request.POST)
    if not form.is_valid():
        return redirect("launches:show", launch_id)
    found = clients_of_keys(form.cleaned_data["lines"].splitlines())
    ids = {client_id for client_id in found.values() if client_id is not None}
    actor, now = staff_actor(current_staff(request).pk), timezone.now()
    match form.cleaned_data["what"]:
        case "came":
            changed = guests.note_came(launch_id, ids, actor=actor, now=now)
        case "tasks":
            tasks = max(card.fields.tasks, 1)
            changed = guests.note_tasks(launch_id, ids, tasks, actor=actor, now=now)
        case _other:
            changed = guests.join(launch_id, ids, actor=actor, now=now)
    _say(request, changed, [line for line, client_id in found.items() if client_id is None])
    return redirect("launches:show", launch_id)


@require_POST
@require(Right.EDIT_LAUNCHES)
def mark(request: HttpRequest, launch_id: int) -> HttpResponse:
    """The chosen ones came, did not come after all, or leave the list."""
    card, actor = launch_of_school(launch_id), staff_actor(current_staff(request).pk)
    ids = [client.pk for client in clients_of(request, request.POST.getlist("client"))]
    now = timezone.now()
    match request.POST.get("what"):
        case "came":
            guests.note_came(card.launch_id, ids, actor=actor, now=now)
        case "not_came":
            guests.unnote_came(card.launch_id, ids, actor=actor, now=now)
        case "tasks":
            tasks = max(card.fields.tasks, 1)
            guests.note_tasks(card.launch_id, ids, tasks, actor=actor, now=now)
        case "leave":
            guests.leave(card.launch_id, ids, actor=actor, now=now)
    return redirect("launches:show", launch_id)


@require_POST
@require(Right.EDIT_LAUNCHES)
def interest(request: HttpRequest, launch_id: int) -> HttpResponse:
    """An answer of a questionnaire: it becomes a deed of the coordinator."""
    card, form = launch_of_school(launch_id), InterestForm(request.POST)
    if form.is_valid():
        who = form.cleaned_data["who"].strip()
        client_id = clients_of_keys([who]).get(who)
        if client_id is None:
            _say(request, 0, [who])
        else:
            guests.tell_interest(
                card.launch_id,
                client_id,
                form.cleaned_data["product"],
                actor=staff_actor(current_staff(request).pk),
                now=timezone.now(),
            )
            messages.success(request, _("Interest written down, the coordinator gets a deed"))
    return redirect("launches:show", launch_id)


@require_POST
@require(Right.USE_EXCHANGE)
def hand_leads(request: HttpRequest, launch_id: int) -> HttpResponse:
    """The chosen participants go over to sales."""
    card, staff = launch_of_school(launch_id), current_staff(request)
    ids = [client.pk for client in clients_of(request, request.POST.getlist("client"))]
    reason = _("Took part in “%(launch)s”") % {"launch": card.fields.name}
    handed = exchange.hand_leads(
        ids,
        launch_id=launch_id,
        reason=reason,
        by_id=staff.pk,
        actor=staff_actor(staff.pk),
        now=timezone.now(),
    )
    people = formats.counted(handed, _("person|people"), _language())
    messages.success(request, _("Handed over to sales: %(people)s") % {"people": people})
    return redirect("launches:show", launch_id)


def _say(request: HttpRequest, changed: int, missing: list[str]) -> None:
    people = formats.counted(changed, _("person|people"), _language())
    messages.success(request, _("Marked: %(people)s") % {"people": people})
    if missing:
        shown = ", ".join(missing[:_MOST_TOLD]) + ("…" if len(missing) > _MOST_TOLD else "")
        said = _("Nobody was found by these lines, or more than one person: %(lines)s")
        messages.warning(request, said % {"lines": shown})


def _language() -> str:
    return (get_language() or "ru").split("-")[0]

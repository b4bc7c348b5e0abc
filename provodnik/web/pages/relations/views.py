"""Who is who in one relationship, and the grid of who answers for what."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.people.models import Client
from provodnik.facts.people.relations import services
from provodnik.facts.people.relations.types import ChangeState
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel.gates import Refused
from provodnik.method.types import Right
from provodnik.web.access import current_staff, member_of_team, require
from provodnik.web.client_access import client_of, require_students
from provodnik.web.pages.relations import content
from provodnik.web.pages.relations.forms import ContactForm, OwnerForm, voices, who_of
from provodnik.web.relation_access import change_of, contact_of


@require_students
@require_GET
def show(request: HttpRequest, client_id: int) -> HttpResponse:
    """Owners, the client's people, decisions and the rules they are taken by."""
    return _page(request, client_of(request, client_id))


@require(Right.SEE_METHOD)
@require_GET
def show_raci(request: HttpRequest) -> HttpResponse:
    """Who answers for the steps and artefacts of each stage, and what nobody answers for."""
    return render(request, "relations/raci.html", {"grid": content.grid(current_staff(request))})


@require(Right.EDIT_STUDENTS)
@require_POST
def name_owner(request: HttpRequest, client_id: int) -> HttpResponse:
    """Name an owner of a part of the relationship."""
    client, form = client_of(request, client_id), OwnerForm(request.POST, prefix="owner")
    if not form.is_valid():
        return _page(request, client, owner=form)
    part, member = form.cleaned_data["part"], member_of_team(form.cleaned_data["staff"])
    services.name_owner(
        client.pk, part, staff_id=member.pk, now=timezone.now(), actor=_actor(request)
    )
    messages.success(request, _("The owner is named."))
    return redirect("relations:show", client.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def release_owner(request: HttpRequest, client_id: int) -> HttpResponse:
    """A member no longer owns a part."""
    client, posted = client_of(request, client_id), request.POST
    if posted.get("staff", "").isdecimal():
        services.release_owner(
            client.pk,
            posted.get("part", ""),
            staff_id=int(posted["staff"]),
            now=timezone.now(),
            actor=_actor(request),
        )
    return redirect("relations:show", client.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def add_contact(request: HttpRequest, client_id: int) -> HttpResponse:
    """Write down a person of the client's side."""
    client, form = client_of(request, client_id), ContactForm(request.POST, prefix="contact")
    if not form.is_valid():
        return _page(request, client, contact=form)
    services.add_contact(client.pk, form.to_fields(), now=timezone.now(), actor=_actor(request))
    messages.success(request, _("The person is written down."))
    return redirect("relations:show", client.pk)


@require_http_methods(["GET", "POST"])
@require(Right.SEE_CONTACTS)
@require(Right.EDIT_STUDENTS)
def contact(request: HttpRequest, client_id: int, contact_id: int) -> HttpResponse:
    """What is known of a person of the client's side."""
    client = client_of(request, client_id)
    found = contact_of(client, contact_id)
    form = ContactForm(request.POST or None, initial=content.known(found))
    if form.is_valid():
        now, actor = timezone.now(), _actor(request)
        services.change_contact(found.pk, form.to_fields(), now=now, actor=actor)
        messages.success(request, _("Saved."))
        return redirect("relations:show", client.pk)
    return render(request, "relations/contact.html", {"form": form, "contact": found})


@require(Right.EDIT_STUDENTS)
@require_POST
def remove_contact(request: HttpRequest, client_id: int, contact_id: int) -> HttpResponse:
    """A person is at the client's no more."""
    client = client_of(request, client_id)
    found = contact_of(client, contact_id)
    services.remove_contact(found.pk, now=timezone.now(), actor=_actor(request))
    messages.success(request, _("Taken off. The name stays beside what they decided."))
    return redirect("relations:show", client.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def ask_priority(request: HttpRequest, client_id: int) -> HttpResponse:
    """A change of priorities; from who only advises it waits."""
    client = client_of(request, client_id)
    form = content.priority_form(client, request.POST)
    if not form.is_valid():
        return _page(request, client, priority=form)
    told, who = form.cleaned_data, who_of(form.cleaned_data["who"], current_staff(request))
    now, actor = timezone.now(), _actor(request)
    change = services.ask_priority(
        client.pk, what=told["what"], why=told["why"], who=who, now=now, actor=actor
    )
    if change.state == ChangeState.STANDS.value:
        messages.success(request, _("The priorities are changed."))
    else:
        messages.warning(request, _("Needs confirmation: %(who)s.") % {"who": change.needs})
    return redirect("relations:show", client.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def settle_priority(request: HttpRequest, client_id: int, change_id: int) -> HttpResponse:
    """The word of who decides about a change that waits."""
    client = client_of(request, client_id)
    change, said = change_of(client, change_id), request.POST.get("who", "")
    if said not in {value for value, _name in voices(client)}:
        messages.error(request, _("Choose whose word it is."))
        return redirect("relations:show", client.pk)
    try:
        services.settle_priority(
            change.pk,
            confirmed=request.POST.get("answer") == "confirm",
            who=who_of(said, current_staff(request)),
            now=timezone.now(),
            actor=_actor(request),
        )
    except Refused as refused:
        return _page(request, client, refused)
    messages.success(request, _("The answer is written down."))
    return redirect("relations:show", client.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def decide(request: HttpRequest, client_id: int) -> HttpResponse:
    """A decision, by who has the right to it."""
    client, now = client_of(request, client_id), timezone.now()
    form = content.decision_form(client, request.POST)
    if not form.is_valid():
        return _page(request, client, decision=form)
    who = who_of(form.cleaned_data["who"], current_staff(request))
    try:
        services.decide(client.pk, form.to_fields(), who=who, now=now, actor=_actor(request))
    except Refused as refused:
        return _page(request, client, refused, decision=form)
    messages.success(request, _("The decision is written down."))
    return redirect("relations:show", client.pk)


def _page(
    request: HttpRequest, client: Client, refused: Refused | None = None, **forms_: forms.Form
) -> HttpResponse:
    now = timezone.now()
    staff = current_staff(request)
    shown = content.page(client, staff, now=now, forms_=forms_, refused=refused)
    return render(request, "relations/show.html", {"page": shown, "now": now})


def _actor(request: HttpRequest) -> str:
    return staff_actor(current_staff(request).pk)

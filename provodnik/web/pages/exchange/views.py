"""Requests, promises of sales and warm leads."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.people.queries.keys import clients_of_keys
from provodnik.facts.sales.errors import (
    AlreadyAnswered,
    LeadIsTaken,
    NothingToHandOver,
    SameDepartment,
)
from provodnik.facts.sales.models import DepartmentRequest, SalesHandoff, WarmLead
from provodnik.facts.sales.queries.exchange import LIMIT, heard
from provodnik.facts.sales.services import exchange
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.client_access import client_of, pain_of
from provodnik.web.pages.exchange import content
from provodnik.web.pages.exchange.forms import HandoffForm, PackForm, RequestForm


@require_GET
@require(Right.USE_EXCHANGE)
def show(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, a reading, a taking."""
    return _page(request)


@require_GET
@require(Right.USE_EXCHANGE)
def show_heard(request: HttpRequest, pain_id: int) -> HttpResponse:
    """The goals in which a pain was heard lately."""
    told = request.GET.get("page", "")
    page = int(told) if told.isdecimal() else 0
    found = heard(pain_of(pain_id), now=timezone.now(), offset=page * LIMIT)
    context = {
        "heard": found,
        "next_page": page + 1 if (page + 1) * LIMIT < found.total else 0,
        "sees_people": has_right(current_staff(request), Right.SEE_ALL_STUDENTS),
    }
    return render(request, "exchange/heard.html", context)


@require_POST
@require(Right.USE_EXCHANGE)
def ask(request: HttpRequest) -> HttpResponse:
    """A question to another department; the term runs in working hours."""
    form = RequestForm(request.POST)
    if form.is_valid():
        try:
            by_id = current_staff(request).pk
            exchange.ask(form.to_request(), by_id=by_id, now=timezone.now())
        except SameDepartment:
            form.add_error("to_department", _("Choose another department: this one asks."))
        else:
            messages.success(request, _("Question sent, the term runs"))
            return redirect("exchange:show")
    return _page(request, request_form=form)


@require_POST
@require(Right.USE_EXCHANGE)
def answer(request: HttpRequest, request_id: int) -> HttpResponse:
    """An answer in words."""
    try:
        by_id, text = current_staff(request).pk, request.POST.get("answer", "")
        exchange.answer(request_id, text, by_id=by_id, now=timezone.now())
        messages.success(request, _("Answer written down"))
    except DepartmentRequest.DoesNotExist:
        raise Http404(str(request_id)) from None
    except NothingToHandOver:
        messages.warning(request, _("Write the answer: the question stays open until then"))
    except AlreadyAnswered as refusal:
        messages.warning(request, _("%(name)s has answered already") % {"name": refusal.by})
    return redirect("exchange:show")


@require_POST
@require(Right.USE_EXCHANGE)
def hand_over(request: HttpRequest) -> HttpResponse:
    """Promises and context of a client, from sales to product."""
    form = HandoffForm(request.POST)
    if form.is_valid():
        who = form.cleaned_data.pop("who").strip()
        client_id = clients_of_keys([who]).get(who)
        if client_id is None:
            form.add_error("who", _("Nobody was found by this, or more than one person."))
        elif _handed(form, client_id, current_staff(request).pk):
            messages.success(request, _("Handed over, the coordinator sees it in the card"))
            return redirect("exchange:show")
    return _page(request, handoff_form=form)


@require_POST
@require(Right.USE_EXCHANGE)
def seen(request: HttpRequest, client_id: int) -> HttpResponse:
    """The department has read it."""
    client, by_id = client_of(request, client_id), current_staff(request).pk
    try:
        exchange.note_seen(client.pk, by_id=by_id, now=timezone.now())
    except SalesHandoff.DoesNotExist:
        raise Http404(str(client_id)) from None
    return redirect("exchange:show")


@require_POST
@require(Right.USE_EXCHANGE)
def take(request: HttpRequest, lead_id: int) -> HttpResponse:
    """A seller takes a warm lead."""
    staff = current_staff(request)
    try:
        exchange.take_lead(lead_id, by_id=staff.pk, now=timezone.now())
        messages.success(request, _("The lead is yours"))
    except WarmLead.DoesNotExist:
        raise Http404(str(lead_id)) from None
    except LeadIsTaken as refusal:
        messages.warning(request, _("%(name)s has taken it already") % {"name": refusal.by})
    return redirect("exchange:show")


def _handed(form: HandoffForm, client_id: int, by_id: int) -> bool:
    told = form.cleaned_data
    try:
        exchange.hand_over(
            client_id,
            promises=told["promises"],
            context=told["context"],
            is_unclear=told["is_unclear"],
            by_id=by_id,
            now=timezone.now(),
        )
    except NothingToHandOver:
        form.add_error("promises", _("Write what was promised or what to know."))
        return False
    return True


def _page(request: HttpRequest, **forms: object) -> HttpResponse:
    staff, now = current_staff(request), timezone.now()
    context = {
        "exchange": content.exchange(staff, now=now),
        "sees_people": has_right(staff, Right.SEE_ALL_STUDENTS),
        "request_form": RequestForm(initial={"to_department": "marketing"}),
        "handoff_form": HandoffForm(),
        "pack_form": PackForm(),
        "now": now,
        **forms,
    }
    return render(request, "exchange/show.html", context)

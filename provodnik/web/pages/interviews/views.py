"""Interviews and the register of pains."""

from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.people.queries.pains import pains
from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.touches.voice.interviews import queries, services
from provodnik.touches.voice.interviews.errors import InterviewsError
from provodnik.web import voice_access as access
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.client_access import pain_of
from provodnik.web.pages.interviews import content
from provodnik.web.pages.interviews.forms import (
    NotesForm,
    PackForm,
    PlanForm,
    QuoteForm,
    notes_initial,
    plan_initial,
)
from provodnik.web.pages.interviews.words import refusal


@require_GET
@require(Right.SEE_VOICE)
def show_all(request: HttpRequest) -> HttpResponse:
    """The month against its plan, interviews, pains."""
    staff, today = current_staff(request), timezone.localdate()
    page = content.list_page(staff, _month(request), today)
    return render(request, "interviews/list.html", {"page": page, **_may(request)})


@require_GET
@require(Right.SEE_VOICE)
def show(request: HttpRequest, interview_id: int) -> HttpResponse:
    """One interview."""
    return page_of(request, interview_id)


@require_GET
@require(Right.SEE_VOICE)
def show_pain(request: HttpRequest, pain_id: int) -> HttpResponse:
    """Quotes that name a pain, of a product or a portrait where the address says so."""
    pain = pain_of(pain_id)
    told = queries.quotes(
        pain_id=pain.pk, product_id=_id(request, "product"), audience_id=_id(request, "audience")
    )
    context = {
        "pain": pain,
        "sentence": content.pain_sentence(pain.name, told),
        "quotes": content.quote_lines(told),
    }
    return render(request, "interviews/pain.html", context)


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_VOICE)
def add(request: HttpRequest) -> HttpResponse:
    """Plan an interview."""
    client, staff = access.asked_client(request), current_staff(request)
    start: dict[str, object] = {"planned_on": timezone.localdate(), "interviewer": staff.pk}
    if client is not None:
        group = queries.suggested_group(client.pk).value
        start |= {"client": client.pk, "group": group}
    form = PlanForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        made = services.plan_interview(form.to_plan(), **who(request))
        messages.success(request, _("Interview planned"))
        return redirect("interviews:show", made.pk)
    return render(request, "interviews/add.html", {"form": form, "client": client})


@require_POST
@require(Right.EDIT_VOICE)
def change(request: HttpRequest, interview_id: int) -> HttpResponse:
    """Correct the plan."""
    page = access.interview_of_school(interview_id)
    form = PlanForm({**request.POST.dict(), "client": page.row.client_id})
    if form.is_valid():
        services.change_plan(interview_id, form.to_plan(), **who(request))
        messages.success(request, _("Kept"))
        return redirect("interviews:show", interview_id)
    return page_of(request, interview_id, plan_form=form)


@require_POST
@require(Right.EDIT_VOICE)
def write_down(request: HttpRequest, interview_id: int) -> HttpResponse:
    """The interview was held."""
    access.interview_of_school(interview_id)
    form = NotesForm(request.POST)
    if form.is_valid():
        try:
            today = timezone.localdate()
            services.write_down(interview_id, form.to_notes(), today=today, **who(request))
        except InterviewsError as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Interview written down"))
            return redirect("interviews:show", interview_id)
    return page_of(request, interview_id, notes_form=form)


@require_POST
@require(Right.EDIT_VOICE)
def add_quote(request: HttpRequest, interview_id: int) -> HttpResponse:
    """Words of the client."""
    access.interview_of_school(interview_id)
    form = QuoteForm(request.POST)
    if form.is_valid():
        services.add_quote(interview_id, form.to_quote(), **who(request))
        messages.success(request, _("Quote kept"))
        return redirect("interviews:show", interview_id)
    return page_of(request, interview_id, quote_form=form)


@require_POST
@require(Right.EDIT_VOICE)
def drop_quote(request: HttpRequest, quote_id: int) -> HttpResponse:
    """A quote written by mistake."""
    interview_id = services.drop_quote(access.quote_of_school(quote_id), **who(request))
    messages.success(request, _("Quote removed"))
    return redirect("interviews:show", interview_id)


@require_POST
@require(Right.EDIT_VOICE)
def drop(request: HttpRequest, interview_id: int) -> HttpResponse:
    """Call a planned interview off; it can be taken back."""
    access.interview_of_school(interview_id)
    try:
        services.drop_interview(interview_id, **who(request))
    except InterviewsError as error:
        messages.warning(request, refusal(error))
        return redirect("interviews:show", interview_id)
    undo = f"undo:{reverse('interviews:restore', args=[interview_id])}"
    messages.success(request, _("Interview called off"), extra_tags=undo)
    return redirect("interviews:list")


@require_POST
@require(Right.EDIT_VOICE)
def restore(request: HttpRequest, interview_id: int) -> HttpResponse:
    """Plan it again."""
    services.restore_interview(access.known_interview(interview_id), **who(request))
    return redirect("interviews:show", interview_id)


@require_POST
@require(Right.EDIT_VOICE)
def send_month(request: HttpRequest) -> HttpResponse:
    """Hand a month over to marketing."""
    form = PackForm(request.POST)
    if form.is_valid():
        told, by_id = form.cleaned_data, current_staff(request).pk
        try:
            services.send_month(told["month"], told["title"], by_id=by_id, now=timezone.now())
        except InterviewsError as error:
            messages.warning(request, refusal(error))
        else:
            messages.success(request, _("The pack went to marketing, we wait for a receipt"))
    return redirect("interviews:list")


def page_of(request: HttpRequest, interview_id: int, **forms: django_forms.Form) -> HttpResponse:
    """The interview with its forms, or with the form that was refused."""
    staff, page = current_staff(request), access.interview_of_school(interview_id)
    line = content.line(page.row, access.sees_names(staff))
    context: dict[str, Any] = {
        "page": page,
        "line": line,
        "sentence": content.sentence_of(page, line.who),
        "known_pains": pains(),
        "plan_form": PlanForm(initial=plan_initial(page)),
        "notes_form": NotesForm(initial=notes_initial(page)),
        "quote_form": QuoteForm(),
        **_may(request),
        **forms,
    }
    return render(request, "interviews/show.html", context)


def who(request: HttpRequest) -> dict[str, Any]:
    """Who writes, and when."""
    return {"actor": staff_actor(current_staff(request).pk), "now": timezone.now()}


def _may(request: HttpRequest) -> dict[str, bool]:
    staff = current_staff(request)
    return {
        "may_edit": has_right(staff, Right.EDIT_VOICE),
        "sees_card": has_right(staff, Right.SEE_ALL_STUDENTS),
        "may_exchange": has_right(staff, Right.USE_EXCHANGE),
    }


def _month(request: HttpRequest) -> date | None:
    """The month the address asks for. Raises Http404 for no month."""
    told = request.GET.get("month", "")
    try:
        return date.fromisoformat(told).replace(day=1) if told else None
    except ValueError:
        raise Http404(told) from None


def _id(request: HttpRequest, name: str) -> int | None:
    told = request.GET.get(name, "")
    return int(told) if told.isdecimal() and len(told) <= _LONGEST_ID else None


_LONGEST_ID = 18

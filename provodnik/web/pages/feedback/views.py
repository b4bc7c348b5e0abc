"""Feedback: the list with top topics, one item, requests before a cycle."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.touches.voice.feedback import services
from provodnik.touches.voice.feedback.errors import FeedbackError
from provodnik.web import voice_access as access
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.pages.feedback import content
from provodnik.web.pages.feedback.forms import (
    DecideForm,
    NewForm,
    ReplyForm,
    SearchForm,
    SortForm,
    UpdateForm,
    decide_initial,
    sort_initial,
)
from provodnik.web.pages.feedback.words import refusal


@require_GET
@require(Right.SEE_VOICE)
def show_all(request: HttpRequest) -> HttpResponse:
    """Items that match, and the topics of the period."""
    staff, form = current_staff(request), SearchForm(request.GET)
    search = form.to_search()
    since, until = (form.cleaned_data.get(name) for name in ("said_from", "said_to"))
    period = (since, until) if since and until and since <= until else None
    page = content.list_page(search, staff, period, now=timezone.now())
    context = {"page": page, "may_edit": has_right(staff, Right.EDIT_VOICE)}
    return render(request, "feedback/list.html", context)


@require_GET
@require(Right.SEE_VOICE)
def show(request: HttpRequest, item_id: int) -> HttpResponse:
    """One item."""
    return page_of(request, item_id)


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_VOICE)
def add(request: HttpRequest) -> HttpResponse:
    """Feedback typed by hand; `?request=3` makes it an answer to a request."""
    client, told = access.asked_client(request), request.GET.get("request", "")
    request_id = access.feedback_request(int(told)) if told.isdecimal() else None
    start = {
        "client": client.pk if client else None,
        "reference": request.GET.get("ref", "")[:200],
        "source": request.GET.get("source", ""),
        "sentiment": "mixed",
    }
    form = NewForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        item = services.note_feedback(form.to_new(request_id), **who(request))
        messages.success(request, _("Written down, now decide"))
        return redirect("feedback:show", item.pk)
    context = {"form": form, "client": client, "is_answer": request_id is not None}
    return render(request, "feedback/add.html", context)


@require_POST
@require(Right.EDIT_VOICE)
def sort(request: HttpRequest, item_id: int) -> HttpResponse:
    """What it is about."""
    form = SortForm(request.POST)

    def act() -> None:
        services.sort_feedback(item_id, form.to_sorting(), **who(request))

    return _written(request, item_id, form, act, "sort_form")


@require_POST
@require(Right.EDIT_VOICE)
def decide(request: HttpRequest, item_id: int) -> HttpResponse:
    """What will be done."""
    form = DecideForm(request.POST)

    def act() -> None:
        services.decide(item_id, form.to_deciding(), **who(request))

    return _written(request, item_id, form, act, "decide_form")


@require_POST
@require(Right.EDIT_VOICE)
def reply(request: HttpRequest, item_id: int) -> HttpResponse:
    """What the client is told."""
    form = ReplyForm(request.POST)
    by_id = current_staff(request).pk

    def act() -> None:
        told = form.cleaned_data
        services.reply(item_id, told["text"], is_told=told["is_told"], by_id=by_id, **who(request))

    return _written(request, item_id, form, act, "reply_form")


@require_POST
@require(Right.EDIT_VOICE)
def finish(request: HttpRequest, item_id: int) -> HttpResponse:
    """Close it, once the client knows."""
    access.feedback_of_school(item_id)
    try:
        services.finish(item_id, **who(request))
    except FeedbackError as error:
        messages.warning(request, refusal(error))
    else:
        undo = f"undo:{reverse('feedback:reopen', args=[item_id])}"
        messages.success(request, _("Closed"), extra_tags=undo)
    return redirect("feedback:show", item_id)


@require_POST
@require(Right.EDIT_VOICE)
def reopen(request: HttpRequest, item_id: int) -> HttpResponse:
    """Take it up again."""
    access.feedback_of_school(item_id)
    services.reopen(item_id, **who(request))
    return redirect("feedback:show", item_id)


@require_POST
@require(Right.EDIT_VOICE)
def ask(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Ask a stream before its next cycle."""
    cohort, today = access.cohort_of_school(cohort_id), timezone.localdate()
    cycle_on = cohort.ends_on or today
    try:
        asked = services.ask_cohort(cohort.pk, cycle_on, today=today, **who(request))
    except FeedbackError as error:
        messages.warning(request, refusal(error))
    else:
        messages.success(request, _("Requests made: %(count)s") % {"count": asked.asked})
    return redirect("feedback:list")


@require_POST
@require(Right.EDIT_VOICE)
def update(request: HttpRequest, request_id: int) -> HttpResponse:
    """Keep the promise."""
    access.feedback_request(request_id)
    form = UpdateForm(request.POST)
    if form.is_valid():
        services.tell_update(request_id, form.cleaned_data["text"], **who(request))
        messages.success(request, _("Update written down"))
    else:
        messages.warning(request, _("Write what was changed: an empty update is no answer."))
    return redirect("feedback:list")


def page_of(request: HttpRequest, item_id: int, **forms: django_forms.Form) -> HttpResponse:
    """The item with its forms, or with the form that was refused."""
    staff, row = current_staff(request), access.feedback_of_school(item_id)
    topic = content.topic_of(row)
    line = content.line(row, access.sees_names(staff), topic, timezone.localdate())
    context: dict[str, Any] = {
        "line": line,
        "sentence": content.sentence_of(line),
        "may_edit": has_right(staff, Right.EDIT_VOICE),
        "sees_card": has_right(staff, Right.SEE_ALL_STUDENTS),
        "sort_form": SortForm(initial=sort_initial(row)),
        "decide_form": DecideForm(initial=decide_initial(row, staff.pk)),
        "reply_form": ReplyForm(initial={"text": row.reply}),
        **forms,
    }
    return render(request, "feedback/show.html", context)


def who(request: HttpRequest) -> dict[str, Any]:
    """Who writes, and when."""
    return {"actor": staff_actor(current_staff(request).pk), "now": timezone.now()}


def _written(
    request: HttpRequest,
    item_id: int,
    form: django_forms.Form,
    act: Callable[[], None],
    name: str,
) -> HttpResponse:
    access.feedback_of_school(item_id)
    if form.is_valid():
        try:
            act()
        except FeedbackError as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Kept"))
            return redirect("feedback:show", item_id)
    return page_of(request, item_id, **{name: form})

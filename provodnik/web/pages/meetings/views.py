"""Meetings: the list, one of them, its agenda."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.decisions.meetings import queries, services
from provodnik.decisions.meetings.errors import MeetingsError
from provodnik.decisions.meetings.types import AgendaRow
from provodnik.decisions.quality import services as quality
from provodnik.decisions.quality.queries import last_ask
from provodnik.method import queries as method
from provodnik.method.quality_words import Artefact
from provodnik.method.types import Right
from provodnik.web.access import current_staff, require
from provodnik.web.meeting_access import item_of_school, meeting_of_school
from provodnik.web.pages.meetings import words
from provodnik.web.pages.meetings.forms import ItemForm, PlanForm, PointForm


@require_http_methods(["GET", "POST"])
@require(Right.HOLD_MEETINGS)
def show_all(request: HttpRequest) -> HttpResponse:
    """What is ahead and what was; posted, one more is planned."""
    form, now = PlanForm(request.POST or None), timezone.now()
    if form.is_valid():
        told, by_id = form.cleaned_data, current_staff(request).pk
        meeting = services.plan(
            told["kind"], form.moment(), staff_ids=told["staff"], by_id=by_id, now=now
        )
        messages.success(request, _("The meeting is planned"))
        return redirect("meetings:show", meeting.pk)
    titles = words.kind_titles()
    rows = [
        (row, titles.get(row.kind, row.kind), *words.state_of(row)) for row in queries.meetings()
    ]
    context = {
        "rows": rows,
        "ahead": sum(1 for row, *_rest in rows if row.state == "planned"),
        "waiting": queries.waiting_items(),
        "form": form,
        "now": now,
    }
    return render(request, "meetings/list.html", context)


@require_GET
@require(Right.HOLD_MEETINGS)
def show(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """One meeting."""
    return page_of(request, meeting_id)


@require_POST
@require(Right.HOLD_MEETINGS)
def add_item(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """One more thing to speak about."""
    page, form = meeting_of_school(meeting_id), ItemForm(request.POST)
    if form.is_valid():
        by_id, text = current_staff(request).pk, form.cleaned_data["text"]
        services.put_on_agenda(None, text, kind=page.row.kind, by_id=by_id, now=timezone.now())
        messages.success(request, _("On the agenda"))
    return redirect("meetings:show", meeting_id)


@require_POST
@require(Right.HOLD_MEETINGS)
def drop_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Not to be spoken about after all."""
    item = item_of_school(item_id)
    services.drop_item(item.pk)
    messages.success(request, _("Taken off the agenda"))
    return (
        redirect("meetings:show", item.meeting_id) if item.meeting_id else redirect("meetings:list")
    )


@require_POST
@require(Right.HOLD_MEETINGS)
def hold(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The meeting took place."""
    return _done(request, meeting_id, services.hold, _("The meeting took place"))


@require_POST
@require(Right.HOLD_MEETINGS)
def cancel(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The meeting will not take place."""
    return _done(request, meeting_id, services.cancel, _("Cancelled; items wait for the next one"))


def page_of(
    request: HttpRequest, meeting_id: int, point_form: PointForm | None = None
) -> HttpResponse:
    """The meeting with its forms, or with the form that was refused."""
    page, staff = meeting_of_school(meeting_id), current_staff(request)
    is_held = page.row.state == "held"
    verdict = quality.may_send(Artefact.PROTOCOL, meeting_id, author_id=page.row.author_id or 0)
    ask = last_ask(Artefact.PROTOCOL, meeting_id) if is_held else None
    word, tone = words.state_of(page.row)
    context = {
        "page": page,
        "kind": words.kind_title(page.row.kind),
        "state": word,
        "tone": tone,
        "is_planned": page.row.state == "planned",
        "is_open": is_held and page.row.sent_at is None,
        "reasons": words.gate_reasons(verdict.reasons) if is_held else (),
        "returned": ask if ask and ask.is_approved is False else None,
        "may_ask": is_held and not verdict.allowed and (ask is None or ask.decided_at is not None),
        "agenda": [(item, _source_href(item)) for item in page.agenda],
        "item_form": ItemForm(),
        "point_form": point_form or PointForm(),
        "channels": method.desk_settings().channels,
        "staff_id": staff.pk,
    }
    return render(request, "meetings/show.html", context)


def _source_href(item: AgendaRow) -> str:
    """Where an item came from; empty where that is nowhere, or no more."""
    source = item.source
    try:
        return reverse(source.page, args=[source.page_id]) if source and source.page else ""
    except NoReverseMatch:
        return ""


def _done(
    request: HttpRequest, meeting_id: int, change: Callable[..., None], said: str
) -> HttpResponse:
    meeting_of_school(meeting_id)
    try:
        change(meeting_id, by_id=current_staff(request).pk, now=timezone.now())
        messages.success(request, said)
    except MeetingsError as error:
        messages.warning(request, words.refused(error))
    return redirect("meetings:show", meeting_id)

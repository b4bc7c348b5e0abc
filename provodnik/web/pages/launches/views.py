"""The plan of weeks, one launch, several side by side."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.facts.sales.errors import LaunchDates, NoPaymentPage
from provodnik.facts.sales.links.services import create_link
from provodnik.facts.sales.queries.launches import launch_funnels
from provodnik.facts.sales.services import launches
from provodnik.facts.sales.types import NewLink
from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.exports import csv_response
from provodnik.web.launch_access import launch_of_school
from provodnik.web.pages.launches import content, saving
from provodnik.web.pages.launches.forms import (
    GuestsForm,
    InterestForm,
    LaunchForm,
    LinkForm,
    launch_initial,
)


@require_GET
@require(Right.SEE_LAUNCHES)
def board(request: HttpRequest) -> HttpResponse:
    """Weeks with what is planned in each, and cohorts nobody warms up."""
    staff, channel = current_staff(request), request.GET.get("channel", "")
    context = {
        "board": content.board(staff, now=timezone.now(), channel=channel),
        "channel": channel,
        "may_edit": has_right(staff, Right.EDIT_LAUNCHES),
        "may_export": has_right(staff, Right.EXPORT_ROWS),
        "most": content.MOST_COMPARED,
    }
    return render(request, "launches/board.html", context)


@require_GET
@require(Right.EXPORT_ROWS)
def export(request: HttpRequest) -> HttpResponse:
    """Launches as they stand on the board."""
    channel = request.GET.get("channel", "")
    found = [one for one in launch_funnels() if channel in ("", one.channel)]
    return csv_response("launches", *content.table(found))


@require_GET
@require(Right.SEE_LAUNCHES)
def compare(request: HttpRequest) -> HttpResponse:
    """Launches side by side, step by step."""
    ids = [int(one) for one in request.GET.getlist("launch") if one.isdecimal()]
    cards = content.compared(ids, timezone.localdate())
    context = {"cards": cards, "sentence": content.compare_sentence(cards)}
    return render(request, "launches/compare.html", context)


@require_GET
@require(Right.SEE_LAUNCHES)
def show(request: HttpRequest, launch_id: int) -> HttpResponse:
    """A launch: funnel, people, links, what it taught."""
    staff, card = current_staff(request), launch_of_school(launch_id)
    zone, machines = staff.school.timezone, request.GET.get("clicks") == "all"
    context = {
        "page": content.launch_page(card, now=timezone.now(), zone=zone, machines=machines),
        "may_edit": has_right(staff, Right.EDIT_LAUNCHES),
        "sees_people": has_right(staff, Right.SEE_ALL_STUDENTS),
        "may_hand": has_right(staff, Right.USE_EXCHANGE),
        "guests_form": GuestsForm(),
        "interest_form": InterestForm(),
        "link_form": LinkForm(initial={"product": card.fields.product_id, "staff": staff.pk}),
    }
    return render(request, "launches/show.html", context)


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_LAUNCHES)
def add(request: HttpRequest) -> HttpResponse:
    """A new launch; the board's «warm up this cohort» fills in the week."""
    asked = {name: request.GET[name] for name in ("cohort", "starts_on") if name in request.GET}
    form = LaunchForm(request.POST or None, initial={"kind": "warm_up_chat", **asked})
    saved = saving.saved(form, None, _actor(request)) if form.is_valid() else None
    if saved is not None:
        return redirect("launches:show", saved)
    return render(request, "launches/form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@require(Right.EDIT_LAUNCHES)
def edit(request: HttpRequest, launch_id: int) -> HttpResponse:
    """A launch's own fields."""
    card = launch_of_school(launch_id)
    initial = launch_initial(card.fields, saving.key_of(card.fields.speaker_id))
    form = LaunchForm(request.POST or None, initial=initial)
    if form.is_valid() and saving.saved(form, launch_id, _actor(request)) is not None:
        return redirect("launches:show", launch_id)
    return render(request, "launches/form.html", {"form": form, "card": card})


@require_POST
@require(Right.EDIT_LAUNCHES)
def end(request: HttpRequest, launch_id: int) -> HttpResponse:
    """Today is the last day; `on` in the address is the day an undo goes back to."""
    card, now = launch_of_school(launch_id), timezone.now()
    before, today = card.fields.ends_on, timezone.localdate(now)
    ends_on = parse_date(request.GET.get("on", "")) or today
    try:
        launches.end_launch(launch_id, ends_on=ends_on, actor=_actor(request), now=now)
    except LaunchDates:
        raise Http404(launch_id) from None
    if "on" not in request.GET and before is not None and before != today:
        undo = f"{reverse('launches:end', args=[launch_id])}?on={before.isoformat()}"
        messages.success(request, _("Today is the last day"), extra_tags=f"undo:{undo}")
    return redirect("launches:show", launch_id)


@require_POST
@require(Right.EDIT_LAUNCHES)
def cancel(request: HttpRequest, launch_id: int) -> HttpResponse:
    """Call a launch off; it can be taken back."""
    card = launch_of_school(launch_id)
    launches.cancel_launch(card.launch_id, actor=_actor(request), now=timezone.now())
    undo = reverse("launches:restore", args=[launch_id])
    messages.success(request, _("Launch called off"), extra_tags=f"undo:{undo}")
    return redirect("launches:board")


@require_POST
@require(Right.EDIT_LAUNCHES)
def restore(request: HttpRequest, launch_id: int) -> HttpResponse:
    """Take a cancellation back."""
    card = launch_of_school(launch_id)
    launches.restore_launch(card.launch_id, actor=_actor(request), now=timezone.now())
    return redirect("launches:show", launch_id)


@require_POST
@require(Right.EDIT_LAUNCHES)
def make_link(request: HttpRequest, launch_id: int) -> HttpResponse:
    """A tracked link of the launch, from one person."""
    card, form = launch_of_school(launch_id), LinkForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        new = NewLink(
            product_id=told["product"],
            channel=card.fields.channel,
            staff_id=told["staff"],
            launch_id=launch_id,
        )
        try:
            create_link(new, actor=_actor(request), now=timezone.now())
        except NoPaymentPage:
            messages.warning(request, _("The product has no page of payment: add it in the matrix"))
    return redirect("launches:show", launch_id)


def _actor(request: HttpRequest) -> str:
    return staff_actor(current_staff(request).pk)

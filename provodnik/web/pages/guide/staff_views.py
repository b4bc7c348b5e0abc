"""What those who lead students see and do: the way to the result, the page, requests, cases."""

import secrets
from datetime import date
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.catalog.models import Product
from provodnik.facts.people.queries import card
from provodnik.facts.people.services import reach_goal
from provodnik.kernel.periods import local_date, start_of_day
from provodnik.method.types import Right
from provodnik.touches.care import services
from provodnik.touches.care.errors import NothingSaid
from provodnik.touches.care.models import Case, Need
from provodnik.touches.care.queries import cohorts_led
from provodnik.touches.care.services.needs import Told
from provodnik.web.access import current_staff, for_members, require
from provodnik.web.client_access import client_of, require_students
from provodnik.web.exports import csv_response
from provodnik.web.pages.guide import leading
from provodnik.web.pages.guide.leading import asked_of, coordinator_scope
from provodnik.web.pages.guide.staff_content import staff_content

_KEY_BYTES, _KEY_LENGTH = 12, 40


@require_students
@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Students on the way to the result, narrowed as the address asks."""
    staff = current_staff(request)
    shown = leading.listing(staff, asked_of(request.GET), today=timezone.localdate())
    return render(request, "guide/staff_list.html", {"list": shown, "now": timezone.now()})


@require(Right.EXPORT_ROWS)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a file, every row."""
    return csv_response("results", *leading.table(current_staff(request), asked_of(request.GET)))


@require_students
@require_GET
def show_cohorts(request: HttpRequest) -> HttpResponse:
    """Who came to the result, cohort by cohort, before and after students see their path."""
    staff, now = current_staff(request), timezone.now()
    zone = staff.school.timezone
    rows = cohorts_led(
        coordinator_id=coordinator_scope(staff),
        timezone=zone,
        today=local_date(now, ZoneInfo(zone)),
        now=now,
    )
    context = {"board": leading.board(rows, today=timezone.localdate()), "now": now}
    return render(request, "guide/staff_cohorts.html", context)


@for_members
@require_GET
def show(request: HttpRequest, client_id: int) -> HttpResponse:
    """One student: the page, the goal, requests and what came of them, cases, the map."""
    staff, client = current_staff(request), client_of(request, client_id)
    if client.pk != client_id:
        return redirect("guidance:show", client.pk)
    shown = staff_content(client, staff, host=request.build_absolute_uri("/"), now=timezone.now())
    context = {"page": shown, "key": secrets.token_urlsafe(_KEY_BYTES), "now": timezone.now()}
    return render(request, "guide/staff_show.html", context)


@require(Right.EDIT_STUDENTS)
@require_POST
def issue(request: HttpRequest, client_id: int) -> HttpResponse:
    """Give the student a page, or another address in place of one that got about."""
    client, staff = client_of(request, client_id), current_staff(request)
    anew = "anew" in request.POST
    services.issue_page(client.pk, anew=anew, actor=f"staff:{staff.pk}", now=timezone.now())
    words = _("The old link is closed. Send the student the new one.")
    messages.success(request, words if anew else _("The page is open. Send the student the link."))
    return redirect("guidance:show", client.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def revoke(request: HttpRequest, client_id: int) -> HttpResponse:
    """Close the page."""
    client, staff = client_of(request, client_id), current_staff(request)
    services.revoke_page(client.pk, actor=f"staff:{staff.pk}", now=timezone.now())
    messages.success(request, _("The link is closed."))
    return redirect("guidance:show", client.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def reach(request: HttpRequest, client_id: int) -> HttpResponse:
    """The student came to the goal, on a day not after today."""
    client, staff, now = client_of(request, client_id), current_staff(request), timezone.now()
    goal = card(client.pk).goal
    if goal is None:
        raise Http404
    on = _day(request.POST.get("on", ""))
    zone = ZoneInfo(staff.school.timezone)
    if on is None or on > local_date(now, zone):
        messages.error(request, _("Choose the day the goal was reached, today or earlier."))
    else:
        at = min(start_of_day(on, zone), now) if on != local_date(now, zone) else now
        reach_goal(goal.goal_id, reached_at=at, actor=f"staff:{staff.pk}")
        messages.success(request, _("The result is recorded. Ask what the next goal is."))
    return redirect("guidance:show", client.pk)


@require(Right.EDIT_STUDENTS)
@require_POST
def tell(request: HttpRequest, client_id: int) -> HttpResponse:
    """Write down what the student said in a talk."""
    client, staff, now = client_of(request, client_id), current_staff(request), timezone.now()
    told = Told(
        choice=request.POST.get("choice", ""),
        text=request.POST.get("text", ""),
        key=request.POST.get("key", "")[:_KEY_LENGTH] or secrets.token_urlsafe(_KEY_BYTES),
    )
    try:
        services.tell_need(client.pk, told, day_starts_at=now, actor=f"staff:{staff.pk}", now=now)
    except NothingSaid:
        messages.error(request, _("Choose what the student needs."))
    return redirect(reverse("guidance:show", args=[client.pk]) + "#needs")


@require(Right.EDIT_STUDENTS)
@require_POST
def answer(request: HttpRequest, client_id: int, need_id: int) -> HttpResponse:
    """Write what was found; a product becomes a deed to offer it."""
    client, staff, now = client_of(request, client_id), current_staff(request), timezone.now()
    product = request.POST.get("product", "")
    try:
        services.answer_need(
            need_id,
            client_id=client.pk,
            text=request.POST.get("text", ""),
            product_id=int(product) if product.isdecimal() else None,
            by_id=staff.pk,
            now=now,
        )
        messages.success(request, _("The answer is saved, the student sees it on the page."))
    except (Need.DoesNotExist, Product.DoesNotExist):
        raise Http404 from None
    except NothingSaid:
        messages.error(request, _("Write what was found, or choose a product."))
    return redirect(reverse("guidance:show", args=[client.pk]) + "#needs")


@require(Right.EDIT_STUDENTS)
@require_POST
def send(request: HttpRequest, client_id: int, case_id: int) -> HttpResponse:
    """Keep that a case was sent."""
    client, staff = client_of(request, client_id), current_staff(request)
    try:
        services.send_case(client.pk, case_id, by_id=staff.pk, now=timezone.now())
    except Case.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Kept in the student's history."))
    return redirect(reverse("guidance:show", args=[client.pk]) + "#cases")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

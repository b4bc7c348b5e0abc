"""The page of the base, the people behind its numbers, plans and costs."""

import re
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.sales.base.services import plan_growth, record_base_cost, take_cost_back
from provodnik.facts.sales.base.types import CostPurpose
from provodnik.kernel.money import MoneyError, parse_kopecks
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right, require
from provodnik.web.exports import csv_response
from provodnik.web.pages.base import content, listing

_WHOLE = re.compile(r"[0-9]{1,8}")


@require_GET
@require(Right.SEE_BASE)
def show(request: HttpRequest) -> HttpResponse:
    """The base as it stands: parts, segments, campaigns, RFM, months."""
    now = timezone.now()
    page = content.base_page(current_staff(request), now=now)
    return render(request, "base/show.html", {"base": page, "now": now})


@require_GET
@require(Right.SEE_ALL_STUDENTS)
def people(request: HttpRequest) -> HttpResponse:
    """The people behind a number, narrowed as the address asks."""
    now = timezone.now()
    may_export = has_right(current_staff(request), Right.EXPORT_ROWS)
    found = listing.listing(listing.asked_of(request.GET), may_export=may_export, now=now)
    return render(request, "base/people.html", {"list": found, "now": now})


@require_GET
@require(Right.EXPORT_ROWS)
@require(Right.SEE_ALL_STUDENTS)
def export(request: HttpRequest) -> HttpResponse:
    """The list as a file: the same filters, every row."""
    asked = listing.asked_of(request.GET)
    return csv_response("base", *listing.table(asked, now=timezone.now()))


@require_POST
@require(Right.EDIT_SEGMENTS)
def create_growth(request: HttpRequest) -> HttpResponse:
    """Plan how many contacts a month should bring."""
    month, contacts = _month(request), request.POST.get("contacts", "")
    if month is None or not _WHOLE.fullmatch(contacts):
        messages.error(request, _("Choose the month and write how many contacts, as a number."))
        return redirect("base:show")
    plan_growth(month, int(contacts), actor=_actor(request), now=timezone.now())
    messages.success(request, _("The plan of growth is saved."))
    return redirect("base:show")


@require_POST
@require(Right.EDIT_SEGMENTS)
def create_cost(request: HttpRequest) -> HttpResponse:
    """Enter what was spent on new or on repeat buyers."""
    month, purpose = _month(request), request.POST.get("purpose", "")
    try:
        kopecks = parse_kopecks(request.POST.get("amount", ""))
    except MoneyError:
        kopecks = 0
    if month is None or purpose not in set(CostPurpose) or kopecks <= 0:
        messages.error(request, _("Choose the month and what for, and write the sum in roubles."))
        return redirect("base:show")
    record_base_cost(CostPurpose(purpose), month, kopecks, actor=_actor(request))
    messages.success(request, _("The cost is entered."))
    return redirect("base:show")


@require_POST
@require(Right.EDIT_SEGMENTS)
def remove_cost(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Take a cost back that was entered by mistake."""
    if take_cost_back(entry_id, actor=_actor(request), now=timezone.now()):
        messages.success(request, _("The cost is taken back."))
    return redirect("base:show")


def _month(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(f"{request.POST.get('month', '')}-01")
    except ValueError:
        return None


def _actor(request: HttpRequest) -> str:
    return f"staff:{current_staff(request).pk}"

"""Campaigns on pages: preparing one, its results, starting and stopping it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.method.types import Right
from provodnik.touches.campaigns import services
from provodnik.touches.campaigns.errors import CampaignError
from provodnik.touches.campaigns.running import advance
from provodnik.web.access import current_staff, require
from provodnik.web.base_access import campaign_of_school, campaign_with_results
from provodnik.web.exports import csv_response
from provodnik.web.pages.base import campaign
from provodnik.web.pages.base.forms import CampaignForm


@require_http_methods(["GET", "POST"])
@require(Right.RUN_CAMPAIGNS)
def create(request: HttpRequest) -> HttpResponse:
    """Prepare a campaign: whom, what, by which channel. Nothing is planned yet."""
    form = CampaignForm(request.POST or None, initial=campaign.initial(request.GET))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.prepare(form.new(), actor=_actor(request), now=timezone.now())
            return redirect("base:campaign", made.pk)
        except CampaignError as refused:
            form.add_error("name", campaign.refusal(refused))
    status = 422 if form.is_bound else 200
    return render(request, "base/new_campaign.html", {"form": form}, status=status)


@require_GET
@require(Right.SEE_BASE)
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """One campaign: whom it reaches, how far it is, what it brought beside those left alone."""
    now = timezone.now()
    told = campaign_with_results(campaign_id, now=now)
    found, staff = campaign_of_school(campaign_id), current_staff(request)
    page = campaign.campaign_view(told, found, staff, now=now)
    return render(request, "base/campaign.html", {"campaign": page, "now": now})


@require_GET
@require(Right.EXPORT_ROWS)
@require(Right.SEE_ALL_STUDENTS)
def export(_request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Everybody in a campaign as a file."""
    found = campaign_of_school(campaign_id)
    return csv_response("campaign", *campaign.table(found.pk, now=timezone.now()))


@require_POST
@require(Right.RUN_CAMPAIGNS)
def change(request: HttpRequest, campaign_id: int, change: str) -> HttpResponse:
    """Start, stop, resume or discard a campaign."""
    found, act = campaign_of_school(campaign_id), _CHANGES.get(change)
    if act is None:
        raise Http404(change)
    try:
        messages.success(request, act(found.pk, _actor(request), timezone.now()))
    except CampaignError as refused:
        messages.error(request, campaign.refusal(refused))
    return redirect("base:show") if change == "discard" else redirect("base:campaign", found.pk)


def _start(campaign_id: int, actor: str, now: datetime) -> str:
    services.start(campaign_id, actor=actor, now=now)
    advance(campaign_id, now=now)
    return _("The campaign has started: its touches are in the queues of coordinators.")


def _stop(campaign_id: int, actor: str, now: datetime) -> str:
    called_off = services.stop(campaign_id, actor=actor, now=now)
    return _("The campaign is stopped, touches called off: %(count)s") % {"count": called_off}


def _resume(campaign_id: int, actor: str, now: datetime) -> str:
    services.resume(campaign_id, actor=actor, now=now)
    return _("The campaign goes on. Steps called off are not repeated.")


def _discard(campaign_id: int, actor: str, now: datetime) -> str:
    del actor, now
    services.discard(campaign_id)
    return _("The draft is thrown away.")


_CHANGES: Mapping[str, Callable[[int, str, datetime], str]] = {
    "start": _start,
    "stop": _stop,
    "resume": _resume,
    "discard": _discard,
}


def _actor(request: HttpRequest) -> str:
    return f"staff:{current_staff(request).pk}"

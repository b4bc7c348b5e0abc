"""Sending: the list, and what a person decides about a message nobody knows the end of."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.kernel.outbox import services
from provodnik.kernel.outbox.errors import NotUnclear
from provodnik.method.types import Right
from provodnik.web.access import current_staff, require
from provodnik.web.outbox_access import outgoing_of
from provodnik.web.pages.outbox.content import TABS, Asked, sending_page


@require_GET
@require(Right.WORK_DESK)
def show_all(request: HttpRequest) -> HttpResponse:
    """What needs a person first."""
    page = sending_page(current_staff(request), Asked.of(request.GET))
    return render(request, "outbox/list.html", {"page": page})


@require_POST
@require(Right.WORK_DESK)
def send_again(request: HttpRequest, message_id: int) -> HttpResponse:
    """A person wants it sent once more."""
    row = outgoing_of(request, message_id)
    try:
        services.send_again(row.id, by_id=current_staff(request).pk, now=timezone.now())
        messages.success(request, _("The message goes out once more"))
    except NotUnclear:
        messages.info(request, _("Somebody has already decided about this message"))
    return redirect(_back(request))


@require_POST
@require(Right.WORK_DESK)
def was_delivered(request: HttpRequest, message_id: int) -> HttpResponse:
    """A person has seen that it arrived."""
    row = outgoing_of(request, message_id)
    try:
        services.was_delivered(row.id, by_id=current_staff(request).pk, now=timezone.now())
        messages.success(request, _("Noted: the message arrived"))
    except NotUnclear:
        messages.info(request, _("Somebody has already decided about this message"))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    tab = request.POST.get("state", "")
    return f"{reverse('outbox:list')}?state={tab}" if tab in TABS else reverse("outbox:list")

"""The list of paid orders."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from provodnik.web.access import current_staff, for_members
from provodnik.web.pages.orders.listing import listing


@require_GET
@for_members
def show(request: HttpRequest) -> HttpResponse:
    """Orders as the address narrows them."""
    shown = listing(current_staff(request), request.GET, now=timezone.now())
    return render(request, "orders/list.html", {"list": shown})

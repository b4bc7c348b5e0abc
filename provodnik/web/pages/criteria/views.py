"""How I am judged."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from provodnik.lake import services as lake
from provodnik.web.access import current_staff, for_members
from provodnik.web.pages.criteria.content import criteria


@require_GET
@for_members
def show(request: HttpRequest) -> HttpResponse:
    """My figures with plan and weight, my goals, my grade and the next, lists that check me."""
    price, now = request.GET.get("price", ""), timezone.now()
    with lake.together():
        page = criteria(
            current_staff(request),
            price_kopecks=int(price) if price.isdecimal() else None,
            now=now,
        )
    return render(request, "criteria/show.html", {"page": page})

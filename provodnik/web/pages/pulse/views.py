"""The head's home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from provodnik.lake import services as lake
from provodnik.method.types import Right
from provodnik.web.access import current_staff, require
from provodnik.web.pages.pulse.content import pulse


@require(Right.SEE_PULSE)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """What burns today, incoming deeds, words for marketing, sales for the report, load."""
    now = timezone.now()
    with lake.together():
        content = pulse(current_staff(request), now=now)
    return render(request, "pulse/show.html", {"pulse": content, "now": now})

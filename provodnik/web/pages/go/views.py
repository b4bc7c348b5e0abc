"""Where a tracked link leads, or a friendly page where it leads nowhere."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from provodnik.facts.sales.links import services
from provodnik.facts.sales.types import LinkRefusal
from provodnik.web.visits import opening_of

_STATUSES = {LinkRefusal.UNKNOWN: 404, LinkRefusal.DISABLED: 410}


@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the click and lead on; a machine is led on as well, only not counted."""
    opened = services.open_link(token, opening_of(request, token), now=timezone.now())
    if opened.url is not None:
        return HttpResponseRedirect(opened.url)
    refusal = opened.refusal or LinkRefusal.UNKNOWN
    return render(request, "go/unavailable.html", {"refusal": refusal}, status=_STATUSES[refusal])

"""Where a tracked link leads, or a friendly page where it leads nowhere."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from provodnik.facts.sales.links import services, tokens
from provodnik.facts.sales.links.rules import Opening
from provodnik.facts.sales.types import LinkRefusal

# Browsers and messengers that load ahead of the person say so in one of these.
_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
_STATUSES = {LinkRefusal.UNKNOWN: 404, LinkRefusal.DISABLED: 410}


@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the click and lead on; a machine is led on as well, only not counted."""
    opened = services.open_link(token, _opening(request, token), now=timezone.now())
    if opened.url is not None:
        return HttpResponseRedirect(opened.url)
    refusal = opened.refusal or LinkRefusal.UNKNOWN
    return render(request, "go/unavailable.html", {"refusal": refusal}, status=_STATUSES[refusal])


def _opening(request: HttpRequest, token: str) -> Opening:
    mine = {school.pk for school in getattr(request, "schools", ())}
    return Opening(
        user_agent=request.headers.get("User-Agent", ""),
        visitor=_visitor(request),
        method=request.method or "GET",
        is_prefetch=any(
            word in request.headers.get(name, "").lower()
            for name in _AHEAD
            for word in ("prefetch", "preview")
        ),
        is_colleague=tokens.school_of(token) in mine,
    )


def _visitor(request: HttpRequest) -> str:
    """An opaque name of who asks: tells one visitor from another and nothing more."""
    told = (
        request.headers.get("X-Forwarded-For", ""),
        request.META.get("REMOTE_ADDR", ""),
        request.headers.get("User-Agent", ""),
    )
    return salted_hmac("go.visitor", "|".join(told), algorithm="sha256").hexdigest()

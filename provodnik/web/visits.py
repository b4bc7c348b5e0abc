"""Who opens an address that needs no sign-in: a person, a machine, or one of us."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from provodnik.facts.sales.links import tokens
from provodnik.facts.sales.links.rules import Opening

# Browsers and messengers that load ahead of the person say so in one of these.
_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
_WINDOW_SECONDS = 60


def opening_of(request: HttpRequest, token: str) -> Opening:
    """The request for the address of this token, as a page sees it."""
    return Opening(
        user_agent=request.headers.get("User-Agent", ""),
        visitor=_visitor(request),
        method=request.method or "GET",
        is_prefetch=any(
            word in request.headers.get(name, "").lower()
            for name in _AHEAD
            for word in ("prefetch", "preview")
        ),
        is_colleague=is_colleague(request, token),
    )


def is_colleague(request: HttpRequest, token: str) -> bool:
    """Whether a signed-in member of the token's school asks."""
    mine = {school.pk for school in getattr(request, "schools", ())}
    return tokens.school_of(token) in mine


def is_too_often(what: str, limit: int) -> bool:
    """Whether `what` happens more than `limit` times a minute.

    Counted in the memory of one process, so several let through that many times more:
    a brake on a loop gone wild, not an account of anything.
    """
    key = f"often:{what}"
    if cache.add(key, 1, _WINDOW_SECONDS):
        return False
    try:
        return cache.incr(key) > limit
    except ValueError:  # it ran out between the two calls
        return False


def _visitor(request: HttpRequest) -> str:
    """An opaque name of who asks: tells one visitor from another and nothing more."""
    told = (
        request.headers.get("X-Forwarded-For", ""),
        request.META.get("REMOTE_ADDR", ""),
        request.headers.get("User-Agent", ""),
    )
    return salted_hmac("go.visitor", "|".join(told), algorithm="sha256").hexdigest()

"""Refusals and faults in words. Each keeps its status, so that machines understand it too."""

from secrets import token_hex

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from provodnik.web.pages.errors import colleagues, health

log = structlog.get_logger(__name__)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not there, or another person's: a stranger can't tell which."""
    del exception
    return render(request, "errors/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A colleague without the right: says who has it. A view raises PermissionDenied(right)."""
    right = str(exception) if exception is not None else ""
    context = {"colleague": colleagues.who_may(request, right)}
    return render(request, "errors/403.html", context, status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's mark does not fit the session: signed out meanwhile, or a foreign form."""
    del reason
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()})
    context = {"back": came_from if is_ours else "/"}
    return render(request, "errors/csrf.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What came is no request of ours: too large, malformed, for a foreign host."""
    del request, exception
    return HttpResponse(render_to_string("errors/400.html"), status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault. The code joins what the person reads with what the log says.

    Rendered without the request: the database may be what is broken.
    """
    code = token_hex(2).upper()
    log.error("page failed", code=code, path=request.path, exc_info=True)
    return HttpResponse(render_to_string("errors/500.html", {"code": code}), status=500)


def healthz(request: HttpRequest) -> HttpResponse:
    """For monitors: 200 while pages can be served, a line for each part."""
    del request
    found = health.look(timezone.now())
    status = 200 if found.database else 503
    return HttpResponse(found.text(), status=status, content_type="text/plain; charset=utf-8")

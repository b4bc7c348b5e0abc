"""The stylesheet, a person's preferences kept in cookies, the counters of the sidebar."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_GET, require_POST

from provodnik.web.shell import stylesheet as joined
from provodnik.web.shell.context import KEYS_COOKIE, THEME_COOKIE
from provodnik.web.shell.types import Theme

_YEAR_SECONDS = 365 * 24 * 60 * 60


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark or the system's; 400 for anything else."""
    if request.POST.get("theme") not in set(Theme):
        return HttpResponseBadRequest()
    return _remembering(request, THEME_COOKIE, request.POST["theme"])


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """The language of the interface; 400 for one we do not speak."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES) or not check_for_language(chosen):
        return HttpResponseBadRequest()
    return _remembering(request, settings.LANGUAGE_COOKIE_NAME, chosen)


@require_POST
def set_keys(request: HttpRequest) -> HttpResponse:
    """Single keys on or off."""
    return _remembering(request, KEYS_COOKIE, "on" if request.POST.get("keys") == "on" else "off")


@require_GET
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """Our styles in one file; kept for a year under the name of its content."""
    sheet = joined.current()
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        sheet.compressed if is_packed else sheet.text, content_type="text/css; charset=utf-8"
    )
    if is_packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    if digest == sheet.digest:
        response["Cache-Control"] = f"public, max-age={_YEAR_SECONDS}, immutable"
    return response


@require_GET
def counters(request: HttpRequest) -> HttpResponse:
    """The sidebar's counters anew: the page swaps them in while somebody looks at it."""
    return render(request, "shell/counters.html")


def _remembering(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    response = HttpResponseRedirect(_back(request))
    response.set_cookie(
        cookie,
        value,
        max_age=_YEAR_SECONDS,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def _back(request: HttpRequest) -> str:
    """Where the person was, if that is a page of ours."""
    asked = request.POST.get("next") or request.headers.get("Referer") or "/"
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else "/"

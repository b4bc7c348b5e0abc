"""One page of answers; the palette takes its list alone."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from provodnik.web.access import current_staff, for_members
from provodnik.web.pages.search import answers

_LONGEST_QUESTION = 100


@require_http_methods(["GET", "POST"])
@for_members
def show(request: HttpRequest) -> HttpResponse:
    """What was found. The palette's POST is answered in place, any other by the page's address."""
    asked = request.POST if request.method == "POST" else request.GET
    text = asked.get("q", "").strip()[:_LONGEST_QUESTION]
    is_palette = "HX-Request" in request.headers
    if request.method == "POST" and not is_palette:
        return redirect(f"{request.path}?{urlencode({'q': text})}")
    context = {"text": text, "found": answers.find(text, staff=current_staff(request))}
    return render(request, "search/show.html#found" if is_palette else "search/show.html", context)

"""The gallery: every component in every state."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from provodnik.web.design import samples
from provodnik.web.design.forms import SampleForm

_THEMES = ("light", "dark")


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """For whoever builds pages. It shows invented data only, so nobody needs to sign in."""
    asked = request.GET.get("theme", "")
    values = samples.gallery(timezone.now())
    theme = asked if asked in _THEMES else ""
    return render(
        request, "design/gallery.html", {**values, "theme": theme, "form": SampleForm({})}
    )

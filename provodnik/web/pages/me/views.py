"""The profile and the choice of a school."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.web.access import for_members, schools_of
from provodnik.web.pages.me import security
from provodnik.web.tenancy import SESSION_KEY


@require_GET
@for_members
def show(request: HttpRequest) -> HttpResponse:
    """Theme, language, keys, schools, password and second step."""
    context = {"protection": security.protection_of(request), "languages": settings.LANGUAGES}
    return render(request, "me/show.html", context)


@require_POST
@for_members
def choose_school(request: HttpRequest) -> HttpResponse:
    """Go to another school the account works in; any other does not exist."""
    mine = {str(school.pk): school for school in schools_of(request)}
    school = mine.get(request.POST.get("school", ""))
    if school is None:
        raise Http404
    request.session[SESSION_KEY] = school.pk
    messages.success(request, _("You are in the school “%(name)s”") % {"name": school.name})
    return redirect("/")

"""How the public page of a student is obtained: its address names the school and the student."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Concatenate
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from provodnik.facts.people.queries import standing_id
from provodnik.facts.sales.links import tokens
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.touches.care.models import StudentPage
from provodnik.touches.care.queries import page_by_token
from provodnik.web.visits import is_colleague, is_too_often, opening_of

# More than a person with a slow telephone ever asks for.
OPENINGS_A_MINUTE = 40
GUESSES_A_MINUTE = 20

type PersonalView[**P] = Callable[Concatenate[HttpRequest, "Visit", P], HttpResponse]


@dataclass(frozen=True, slots=True)
class Visit:
    """Whose page it is. A colleague looks on, and cannot speak for the student."""

    page: StudentPage
    school: School
    client_id: int
    is_colleague: bool

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.school.timezone)

    @property
    def actor(self) -> str:
        return f"client:{self.client_id}"


def personal[**P](
    view: PersonalView[P],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """A view of a student's page, inside the school its token names, in the school's zone.

    A page unknown answers 404, a closed one 410; asked too often, 429. No answer is kept by
    anybody, shown by a search engine, or names its address to the next site.
    """

    @wraps(view)
    def guarded(
        request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        return kept_private(_answer(request, token, view, *args, **kwargs))

    return guarded  # type: ignore[return-value]  # Django names the token, so it is no bare position


def _answer[**P](
    request: HttpRequest, token: str, view: PersonalView[P], *args: P.args, **kwargs: P.kwargs
) -> HttpResponse:
    if is_too_often(f"page:{token[:40]}", OPENINGS_A_MINUTE):
        return _sorry(request, HTTPStatus.TOO_MANY_REQUESTS)
    school_id = tokens.school_of(token)
    if school_id is None:
        return _unknown(request, token)
    with schools.inside(school_id):
        page = page_by_token(token)
        if page is None:
            return _unknown(request, token)
        if page.revoked_at is not None:
            return _sorry(request, HTTPStatus.GONE)
        school = School.objects.get(pk=school_id)
        visit = Visit(page, school, standing_id(page.client_id), is_colleague(request, token))
        with timezone.override(visit.zone):
            return view(request, visit, *args, **kwargs)


def _unknown(request: HttpRequest, token: str) -> HttpResponse:
    if is_too_often(f"guess:{opening_of(request, token).visitor}", GUESSES_A_MINUTE):
        return _sorry(request, HTTPStatus.TOO_MANY_REQUESTS)
    return _sorry(request, HTTPStatus.NOT_FOUND)


def _sorry(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    return render(request, "guide/unavailable.html", {"status": status.value}, status=status)


def kept_private(response: HttpResponse) -> HttpResponse:
    """The answer, kept by nobody, shown by no search engine; the next site learns no address."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = "60"
    return response

"""How an invitation is obtained: its address names the school and the student."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from provodnik.facts.sales.links import tokens
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.touches.voice.surveys.models import Invitation
from provodnik.touches.voice.surveys.queries import invitation_by_token
from provodnik.web.personal import kept_private
from provodnik.web.visits import is_colleague, is_too_often, opening_of

# More than a person with a slow telephone, sending what it held back, ever asks for.
OPENINGS_A_MINUTE = 40
GUESSES_A_MINUTE = 20


@dataclass(frozen=True, slots=True)
class Visit:
    """Whose invitation it is. A colleague looks on, and cannot answer for the student."""

    invitation: Invitation
    school: School
    is_colleague: bool


def invited(view: Callable[[HttpRequest, Visit], HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of an invitation, inside the school its token names, in the school's zone.

    An address unknown answers 404, asked too often 429. No answer is kept by anybody, shown by
    a search engine, or names its address to the next site.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        return kept_private(_answer(request, token, view))

    return guarded


def _answer(
    request: HttpRequest, token: str, view: Callable[[HttpRequest, Visit], HttpResponse]
) -> HttpResponse:
    if is_too_often(f"survey:{token[:40]}", OPENINGS_A_MINUTE):
        return _sorry(request, HTTPStatus.TOO_MANY_REQUESTS)
    school_id = tokens.school_of(token)
    if school_id is None:
        return _unknown(request, token)
    with schools.inside(school_id):
        invitation = invitation_by_token(token)
        if invitation is None:
            return _unknown(request, token)
        school = School.objects.get(pk=school_id)
        with timezone.override(ZoneInfo(school.timezone)):
            return view(request, Visit(invitation, school, is_colleague(request, token)))


def _unknown(request: HttpRequest, token: str) -> HttpResponse:
    if is_too_often(f"guess:{opening_of(request, token).visitor}", GUESSES_A_MINUTE):
        return _sorry(request, HTTPStatus.TOO_MANY_REQUESTS)
    return _sorry(request, HTTPStatus.NOT_FOUND)


def _sorry(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    return render(request, "answering/unavailable.html", {"status": status.value}, status=status)

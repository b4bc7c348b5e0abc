"""Every page is served inside one school."""

from collections.abc import Callable, Iterable, Iterator
from typing import cast

from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from provodnik.facts.team.models import Staff
from provodnik.kernel import schools
from provodnik.kernel.models import School

SESSION_KEY = "school"


class SchoolMiddleware:
    """Opens the school of the signed-in member round the whole response, templates included.

    Sets `request.staff` and `request.school`, both None for a stranger. The school is
    the one in the session, else the first the account works in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.staff = request.school = None  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return self.get_response(request)
        school_id = self._school_id(request)
        if school_id is None:
            return self.get_response(request)
        with schools.inside(school_id):
            staff = (
                Staff.objects.select_related("school", "user")
                .filter(user_id=request.user.pk, left_on=None)
                .first()
            )
            if staff is not None:
                request.staff, request.school = staff, staff.school  # type: ignore[attr-defined]
            response = self.get_response(request)
            if isinstance(response, HttpResponse) and hasattr(response, "render"):
                response.render()
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = _inside(school_id, cast(Iterable[bytes], response.streaming_content))
        return response

    def _school_id(self, request: HttpRequest) -> int | None:
        if (chosen := request.session.get(SESSION_KEY)) is not None:
            return int(chosen)
        mine = schools_of(int(str(request.user.pk)))
        if mine:
            request.session[SESSION_KEY] = mine[0].pk
            return mine[0].pk
        return None


def schools_of(user_id: int) -> list[School]:
    """The schools an account works in, by name: the one question asked before a school is known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT school_id FROM team_schools_of(%s)", [user_id])
        ids = [row[0] for row in cursor.fetchall()]
    return list(School.objects.filter(pk__in=ids).order_by("name")) if ids else []


def _inside(school_id: int, content: Iterable[bytes]) -> Iterator[bytes]:
    with schools.inside(school_id):
        yield from content

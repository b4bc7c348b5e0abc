"""Every page is served inside one school."""

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import cast
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from provodnik.facts.team.models import Staff, User
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.touches.queue.queries import stop_reason

SESSION_KEY = "school"
# Addresses that strangers open: their token names the school, which may be another one.
OF_ANY_SCHOOL = ("/go/", "/hooks/", "/my/", "/s/")


class SchoolMiddleware:
    """Opens the school of the signed-in member round the whole response, templates included.

    Sets `request.staff` and `request.school`, both None for a stranger, and `request.schools`,
    all the account works in; `request.stop_reason` while automation stands still. The school
    is the one in the session, else the first of them. Moments are shown in its time zone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.staff = request.school = None  # type: ignore[attr-defined]
        request.schools = mine = _schools_of_signed_in(request)  # type: ignore[attr-defined]
        if not mine or request.path_info.startswith(OF_ANY_SCHOOL):
            return self.get_response(request)
        school = _chosen(request, mine)
        # A body is read before the transaction opens: an upload of a gigabyte must not hold it.
        _ = request.POST
        with schools.inside(school.pk), timezone.override(ZoneInfo(school.timezone)):
            working = Staff.objects.select_related("school", "user").filter(left_on=None)
            working = working.annotate(stop_reason=Subquery(stop_reason()[:1]))
            staff = working.get(user=cast(User, request.user))
            request.stop_reason = staff.stop_reason  # type: ignore[attr-defined]
            request.staff, request.school = staff, staff.school  # type: ignore[attr-defined]
            response = self.get_response(request)
            if isinstance(response, HttpResponse) and hasattr(response, "render"):
                response.render()
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                # What a page wrote before it failed is taken back.
                transaction.set_rollback(True)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            content = cast(Iterable[bytes], response.streaming_content)
            response.streaming_content = _inside(school.pk, content)
        return response


def schools_of(user_id: int) -> list[School]:
    """The schools an account works in, by name: the one question asked before a school is known."""
    return list(
        School.objects.raw(
            "SELECT s.* FROM team_schools_of(%s) AS mine JOIN kernel_school AS s"
            " ON s.id = mine.school_id ORDER BY s.name, s.id",
            [user_id],
        )
    )


def _schools_of_signed_in(request: HttpRequest) -> list[School]:
    return schools_of(int(str(request.user.pk))) if request.user.is_authenticated else []


def _chosen(request: HttpRequest, mine: list[School]) -> School:
    """The school in the session, if the account still works there."""
    wanted = request.session.get(SESSION_KEY)
    chosen = next((school for school in mine if school.pk == wanted), mine[0])
    if chosen.pk != wanted:
        request.session[SESSION_KEY] = chosen.pk
    return chosen


def _inside(school_id: int, content: Iterable[bytes]) -> Iterator[bytes]:
    with schools.inside(school_id):
        yield from content

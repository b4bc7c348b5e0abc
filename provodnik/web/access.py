"""The only ways a page obtains an object. A page that needs another way adds it here."""

from collections.abc import Callable
from functools import wraps
from typing import Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from provodnik.facts.team.models import Staff
from provodnik.method import queries as method


class View(Protocol):
    """A Django view."""

    __name__: str

    def __call__(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase: ...


def current_staff(request: HttpRequest) -> Staff:
    """The signed-in member of the current school; 404 for anybody else."""
    staff = getattr(request, "staff", None)
    if staff is None:
        raise Http404
    return cast(Staff, staff)


def has_right(staff: Staff, right: str) -> bool:
    """Whether the method's table of roles gives this right to the member's role."""
    return right in method.rights_of(staff.role)


def require(right: str) -> Callable[[View], View]:
    """A view for members with a right. A stranger signs in; a colleague without it is refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not has_right(current_staff(request), right):
                raise PermissionDenied(right)
            return view(request, *args, **kwargs)

        return cast(View, guarded)

    return decorate

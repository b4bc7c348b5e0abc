"""Where a person begins, and the ways in that django-allauth does not have."""

from typing import cast

from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.account.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from provodnik.web.access import closed_access, current_staff, only_school, to_sign_in
from provodnik.web.accounts import user_of_letter
from provodnik.web.pages.signin import beginning, lockout


class SignIn(LoginView):  # type: ignore[misc]
    """E-mail and password."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        next_page = get_next_redirect_url(self.request)
        return {**context, "school": only_school(), "is_returning": (next_page or "/") != "/"}


def home(request: HttpRequest) -> HttpResponseBase:
    """To the first page of the role; who works nowhere learns whom to ask."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    if not getattr(request, "staff", None):
        return render(request, "signin/closed.html", {"closed": closed_access(request)}, status=403)
    return redirect(beginning.first_page(current_staff(request)))


@never_cache
def letter(request: HttpRequest, token: str) -> HttpResponseBase:
    """A link from a letter. Opening it signs nobody in: programs that check mail open links."""
    user = user_of_letter(token)
    if user is None:
        return render(request, "signin/letter_used.html", status=410)
    if request.method == "POST":
        next_page = get_next_redirect_url(request) or "/"
        return cast(HttpResponseBase, perform_login(request, user, redirect_url=next_page))
    context = {"email": user.email, "next": get_next_redirect_url(request) or "/"}
    return render(request, "signin/letter.html", context)


def locked(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, str] | None
) -> HttpResponse:
    """Too many failures; django-axes calls this."""
    del response
    minutes = lockout.minutes_left(request, credentials, now=timezone.now())
    return render(request, "signin/locked.html", {"minutes": minutes}, status=429)

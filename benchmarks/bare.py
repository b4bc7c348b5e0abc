"""The page ours is compared with: Django as it comes, one indexed query, a plain list."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

# What `startproject` writes, after a line that leads to the page: naming another
# ROOT_URLCONF for a request would empty Django's caches of addresses for the page measured next.
MIDDLEWARE = [
    "benchmarks.bare.own_addresses",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

_PAGE = Engine().from_string(
    "<!doctype html><title>Day</title><ul>{% for deed in deeds %}"
    '<li><a href="/deeds/{{ deed.0 }}/">{{ deed.1 }}</a> {{ deed.2 }}, {{ deed.3 }},'
    ' {{ deed.4|date:"H:i" }}</li>{% endfor %}</ul>'
)
_DEEDS = """
SELECT id, client_name, reason, stake_kopecks, due_at FROM bare_deed
WHERE owner_id = %s ORDER BY due_at LIMIT %s
"""


def own_addresses(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: this module's addresses instead of the product's."""

    def asked(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return asked


def show_deeds(request: HttpRequest, owner_id: int, rows: int) -> HttpResponse:
    """The nearest deeds of one owner. Queries: 1."""
    del request
    with connection.cursor() as cursor:
        cursor.execute(_DEEDS, [owner_id, rows])
        deeds = cursor.fetchall()
    return HttpResponse(_PAGE.render(Context({"deeds": deeds})))


urlpatterns = [path("<int:owner_id>/<int:rows>/", show_deeds)]

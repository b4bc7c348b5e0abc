"""The frame's own addresses. Mounted at the root."""

from django.urls import include, path

from provodnik.web.shell import views

_MINE = (
    [
        path("theme/", views.set_theme, name="theme"),
        path("language/", views.set_language, name="language"),
        path("keys/", views.set_keys, name="keys"),
        path("counters/", views.counters, name="counters"),
    ],
    "shell",
)

urlpatterns = [
    path("me/", include(_MINE)),
    path("design/pv.<str:digest>.css", views.stylesheet, name="stylesheet"),
]

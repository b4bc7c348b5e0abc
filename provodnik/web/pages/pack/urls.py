"""Addresses of the handover pack."""

from django.urls import path

from provodnik.web.pages.pack import views

app_name = "pack"
urlpatterns = [
    path("", views.show, name="show"),
    path("accept/", views.accept, name="accept"),
]

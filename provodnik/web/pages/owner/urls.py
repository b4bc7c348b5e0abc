"""Addresses of the owner's home."""

from django.urls import path

from provodnik.web.pages.owner import views

app_name = "owner"
urlpatterns = [
    path("", views.show, name="show"),
    path("export/", views.export, name="export"),
    path("programme/", views.create_programme, name="create_programme"),
    path("point-a/", views.create_point_a, name="create_point_a"),
]

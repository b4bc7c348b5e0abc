"""Addresses of the registry of accesses."""

from django.urls import path

from provodnik.web.pages.accesses import views

app_name = "accesses"
urlpatterns = [
    path("", views.show_all, name="list"),
    path("new/", views.grant, name="grant"),
    path("export/", views.export, name="export"),
    path("<int:grant_id>/", views.show, name="show"),
    path("<int:grant_id>/review/", views.review, name="review"),
    path("<int:grant_id>/revoked/", views.revoke, name="revoke"),
]

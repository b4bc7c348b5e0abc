"""Addresses of the handover pack."""

from django.urls import path

from provodnik.web.pages.pack import views

app_name = "pack"
urlpatterns = [
    path("<int:client_id>/pack/", views.show, name="show"),
    path("<int:client_id>/pack/accept/", views.accept, name="accept"),
]

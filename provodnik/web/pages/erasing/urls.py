"""Addresses of erasing a person, beside the card of the student."""

from django.urls import path

from provodnik.web.pages.erasing import views

app_name = "erasing"
urlpatterns = [
    path("students/erasures/", views.show_list, name="list"),
    path("students/<int:client_id>/erasure/", views.ask, name="ask"),
    path("students/<int:client_id>/erased/", views.show_stone, name="stone"),
]

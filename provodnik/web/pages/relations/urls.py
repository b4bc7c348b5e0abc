"""Addresses of a relationship's people and of the grid of who answers for what."""

from django.urls import path

from provodnik.web.pages.relations import views

app_name = "relations"
_ONE = "students/<int:client_id>/relations/"
urlpatterns = [
    path("raci/", views.show_raci, name="raci"),
    path(_ONE, views.show, name="show"),
    path(f"{_ONE}owners/", views.name_owner, name="owner"),
    path(f"{_ONE}owners/release/", views.release_owner, name="release"),
    path(f"{_ONE}contacts/", views.add_contact, name="add_contact"),
    path(f"{_ONE}contacts/<int:contact_id>/", views.contact, name="contact"),
    path(f"{_ONE}contacts/<int:contact_id>/remove/", views.remove_contact, name="remove_contact"),
    path(f"{_ONE}priorities/", views.ask_priority, name="ask"),
    path(f"{_ONE}priorities/<int:change_id>/", views.settle_priority, name="settle"),
    path(f"{_ONE}decisions/", views.decide, name="decide"),
]

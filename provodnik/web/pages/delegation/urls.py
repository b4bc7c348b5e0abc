"""Addresses of the register of handing over."""

from django.urls import path

from provodnik.web.pages.delegation import views

app_name = "delegation"
urlpatterns = [
    path("", views.show_all, name="list"),
    path("new/", views.begin, name="begin"),
    path("<int:delegation_id>/", views.show, name="show"),
    path("<int:delegation_id>/step/", views.move, name="move"),
    path("<int:delegation_id>/accepted/", views.accept, name="accept"),
]

"""Addresses of sending."""

from django.urls import path

from provodnik.web.pages.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.show_all, name="list"),
    path("<int:message_id>/again/", views.send_again, name="again"),
    path("<int:message_id>/delivery/", views.was_delivered, name="delivered"),
]

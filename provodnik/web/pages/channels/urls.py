"""Addresses of the channels."""

from django.urls import path

from provodnik.web.pages.channels import views

app_name = "channels"
urlpatterns = [
    path("", views.show, name="show"),
    path("export/", views.export, name="export"),
]

"""Addresses of the channels."""

from django.urls import path

from provodnik.web.pages.channels import plan_views, views

app_name = "channels"
urlpatterns = [
    path("", views.show, name="show"),
    path("export/", views.export, name="export"),
    path("plan/", plan_views.show, name="plan"),
    path("plan/export/", plan_views.export, name="export_plan"),
]

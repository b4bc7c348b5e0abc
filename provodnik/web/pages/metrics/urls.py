"""Addresses of numbers."""

from django.urls import path

from provodnik.web.pages.metrics import views

app_name = "metrics"
urlpatterns = [
    path("", views.show_all, name="list"),
    path("<slug:metric>/", views.show, name="show"),
    path("<slug:metric>/rows.csv", views.export, name="export"),
]

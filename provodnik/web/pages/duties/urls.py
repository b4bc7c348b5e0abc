"""Addresses of duties."""

from django.urls import path

from provodnik.web.pages.duties import views

app_name = "duties"
urlpatterns = [
    path("", views.show, name="show"),
    path("<int:staff_id>/<slug:function>/", views.show_entries, name="entries"),
]

"""Mounted at `design/`."""

from django.urls import path

from provodnik.web.design import views

app_name = "design"

urlpatterns = [path("", views.gallery, name="gallery")]

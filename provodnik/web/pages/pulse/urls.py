"""Address of the pulse."""

from django.urls import path

from provodnik.web.pages.pulse import views

app_name = "pulse"
urlpatterns = [path("", views.show, name="show")]

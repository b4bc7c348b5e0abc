"""Address of one's own criteria."""

from django.urls import path

from provodnik.web.pages.criteria import views

app_name = "criteria"
urlpatterns = [path("", views.show, name="mine")]

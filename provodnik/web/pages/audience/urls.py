"""Addresses of target groups."""

from django.urls import path

from provodnik.web.pages.audience import views

app_name = "audience"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("new/", views.add, name="add"),
    path("landings/", views.show_landings, name="landings"),
    path("landings/<int:landing_id>/refine/", views.refine, name="refine"),
    path("landings/<int:landing_id>/count/", views.count, name="count"),
    path("<int:audience_id>/", views.show, name="show"),
    path("<int:audience_id>/edit/", views.edit, name="edit"),
    path("<int:audience_id>/<slug:kind>/", views.write, name="write"),
]

"""Addresses of cohorts."""

from django.urls import path

from provodnik.web.pages.cohorts import member_views, views

app_name = "cohorts"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("map/", views.show_map, name="map"),
    path("new/", views.add, name="add"),
    path("<int:cohort_id>/", views.show, name="show"),
    path("<int:cohort_id>/edit/", views.edit, name="edit"),
    path("<int:cohort_id>/goals/", views.set_goal, name="goal"),
    path("<int:cohort_id>/members/add/", member_views.add, name="add_members"),
    path("<int:cohort_id>/members/", member_views.remove, name="members"),
]

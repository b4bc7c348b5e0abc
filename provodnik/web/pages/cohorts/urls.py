"""Addresses of cohorts."""

from django.urls import path

from provodnik.web.pages.cohorts import views

app_name = "cohorts"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("new/", views.add, name="add"),
    path("<int:cohort_id>/", views.show, name="show"),
    path("<int:cohort_id>/edit/", views.edit, name="edit"),
    path("<int:cohort_id>/goals/", views.set_goal, name="goal"),
    path("<int:cohort_id>/members/", views.change_members, name="members"),
]

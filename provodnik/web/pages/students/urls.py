"""Addresses of students."""

from django.urls import path

from provodnik.web.pages.students import views

app_name = "students"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("export/", views.export, name="export"),
    path("coordinator/", views.assign, name="assign"),
    path("coordinator/even/", views.assign_evenly, name="assign_evenly"),
    path("<int:client_id>/", views.show, name="show"),
    path("<int:client_id>/goal/", views.create_goal, name="goal"),
    path("<int:client_id>/note/", views.create_note, name="note"),
    path("<int:client_id>/coordinator/", views.hand_over, name="hand_over"),
]

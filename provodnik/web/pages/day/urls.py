"""Addresses of the day."""

from django.urls import path

from provodnik.web.pages.day import views

app_name = "day"
urlpatterns = [
    path("", views.show, name="show"),
    path("touches/<int:touch_id>/", views.show_deed, name="deed"),
    path("touches/<int:touch_id>/claim/", views.create_claim, name="claim"),
    path("touches/<int:touch_id>/outcome/", views.create_outcome, name="outcome"),
    path("touches/<int:touch_id>/outcome/undo/", views.delete_outcome, name="undo"),
    path("touches/<int:touch_id>/link/", views.create_link, name="link"),
    path("touches/<int:touch_id>/goal/", views.create_goal, name="goal"),
    path("touches/<int:touch_id>/recovery/", views.create_recovery, name="recovery"),
    path("touches/<int:touch_id>/later/", views.create_later, name="later"),
]

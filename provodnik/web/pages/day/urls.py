"""Addresses of the day."""

from django.urls import path

from provodnik.web.pages.day import automation_views, results_views, views

app_name = "day"
urlpatterns = [
    path("", views.show, name="show"),
    path("me/", results_views.show_mine, name="me"),
    path("team/", results_views.show_team, name="team"),
    path("waiting/", results_views.show_waiting, name="waiting"),
    path("automation/", automation_views.show, name="automation"),
    path("automation/turn/", automation_views.create_turn, name="turn_automation"),
    path("talks/", results_views.show_talks, name="talks"),
    path("talks/export/", results_views.export_talks, name="export_talks"),
    path("hand-overs/", results_views.create_hand_over, name="hand_over"),
    path(
        "hand-overs/<int:hand_over_id>/undo/",
        results_views.delete_hand_over,
        name="undo_hand_over",
    ),
    path("touches/<int:touch_id>/", views.show_deed, name="deed"),
    path("touches/<int:touch_id>/claim/", views.create_claim, name="claim"),
    path("touches/<int:touch_id>/outcome/", views.create_outcome, name="outcome"),
    path("touches/<int:touch_id>/outcome/undo/", views.delete_outcome, name="undo"),
    path("touches/<int:touch_id>/link/", views.create_link, name="link"),
    path("touches/<int:touch_id>/goal/", views.create_goal, name="goal"),
    path("touches/<int:touch_id>/agreement/", views.create_agreement, name="agreement"),
    path("touches/<int:touch_id>/recovery/", views.create_recovery, name="recovery"),
    path("touches/<int:touch_id>/later/", views.create_later, name="later"),
]

"""Addresses of launches."""

from django.urls import path

from provodnik.web.pages.launches import guest_views, row_views, story_views, views

app_name = "launches"
urlpatterns = [
    path("", views.board, name="board"),
    path("compare/", views.compare, name="compare"),
    path("export/", views.export, name="export"),
    path("new/", views.add, name="add"),
    path("<int:launch_id>/", views.show, name="show"),
    path("<int:launch_id>/rows/<slug:step>/", row_views.show, name="rows"),
    path("<int:launch_id>/edit/", views.edit, name="edit"),
    path("<int:launch_id>/end/", views.end, name="end"),
    path("<int:launch_id>/cancel/", views.cancel, name="cancel"),
    path("<int:launch_id>/restore/", views.restore, name="restore"),
    path("<int:launch_id>/link/", views.make_link, name="link"),
    path("<int:launch_id>/analysis/", story_views.analyse, name="analyse"),
    path("<int:launch_id>/guests/add/", guest_views.add, name="add_guests"),
    path("<int:launch_id>/guests/mark/", guest_views.mark, name="mark_guests"),
    path("<int:launch_id>/guests/interest/", guest_views.interest, name="interest"),
    path("<int:launch_id>/guests/leads/", guest_views.hand_leads, name="hand_leads"),
]

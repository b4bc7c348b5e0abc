"""Addresses of stages."""

from django.urls import path

from provodnik.web.pages.stages import after_views, views, way_views

app_name = "stages"
urlpatterns = [
    path("", views.show_board, name="board"),
    path("export/", views.export, name="export"),
    path("move/", views.move, name="move"),
    path("new/", views.add, name="add"),
    path("handoffs/", views.show_handoffs, name="handoffs"),
    path("handoffs/<int:handoff_id>/", views.accept, name="accept"),
    path("after/", after_views.show_after, name="after"),
    path("after/people/", after_views.show_after_people, name="after_people"),
    path("after/<int:contact_id>/", after_views.make_contact, name="contact"),
    path("graduations/", after_views.show_graduations, name="graduations"),
    path("graduations/<int:graduation_id>/", after_views.show_graduation, name="graduation"),
    path("<int:client_id>/", way_views.show, name="show"),
    path("<int:client_id>/move/", way_views.lead, name="lead"),
    path("<int:client_id>/mark/", way_views.mark, name="mark"),
    path("<int:client_id>/meeting/", way_views.meet, name="meet"),
    path("<int:client_id>/touch/", way_views.plan_touch, name="touch"),
    path("<int:client_id>/win/", way_views.confirm_win, name="win"),
    path("<int:client_id>/expansion/", way_views.expand, name="expand"),
    path("<int:client_id>/referral/", way_views.record_referral, name="referral"),
]

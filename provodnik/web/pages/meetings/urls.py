"""Addresses of meetings."""

from django.urls import path

from provodnik.web.pages.meetings import protocol_views, views

app_name = "meetings"
urlpatterns = [
    path("", views.show_all, name="list"),
    path("<int:meeting_id>/", views.show, name="show"),
    path("<int:meeting_id>/items/", views.add_item, name="add_item"),
    path("items/<int:item_id>/drop/", views.drop_item, name="drop_item"),
    path("<int:meeting_id>/held/", views.hold, name="hold"),
    path("<int:meeting_id>/cancelled/", views.cancel, name="cancel"),
    path("<int:meeting_id>/points/", protocol_views.add_point, name="add_point"),
    path("points/<int:point_id>/drop/", protocol_views.drop_point, name="drop_point"),
    path("points/<int:point_id>/ticket/", protocol_views.open_ticket, name="ticket"),
    path("<int:meeting_id>/sent/", protocol_views.send, name="send"),
    path("<int:meeting_id>/review/", protocol_views.ask_review, name="review"),
]

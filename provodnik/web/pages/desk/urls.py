"""Addresses of the one window."""

from django.urls import path

from provodnik.web.pages.desk import load_views, ticket_views, views

app_name = "desk"
urlpatterns = [
    path("", views.show, name="list"),
    path("export/", views.export, name="export"),
    path("new/", views.add, name="add"),
    path("assign/", load_views.assign, name="assign"),
    path("load/", load_views.show, name="load"),
    path("shifts/", load_views.add_shift, name="add_shift"),
    path("shifts/<int:shift_id>/end/", load_views.end_shift, name="end_shift"),
    path("<int:ticket_id>/", views.show_ticket, name="ticket"),
    path("<int:ticket_id>/reply/", ticket_views.reply, name="reply"),
    path("<int:ticket_id>/note/", ticket_views.note, name="note"),
    path("<int:ticket_id>/promise/", ticket_views.promise, name="promise"),
    path("<int:ticket_id>/owner/", ticket_views.give, name="give"),
    path("<int:ticket_id>/priority/", ticket_views.prioritise, name="prioritise"),
    path("<int:ticket_id>/merge/", ticket_views.merge, name="merge"),
    path("<int:ticket_id>/<slug:step>/", ticket_views.move, name="move"),
]

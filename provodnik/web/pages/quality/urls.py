"""Addresses of quality control."""

from django.urls import path

from provodnik.web.pages.quality import list_views, review_views, views

app_name = "quality"
urlpatterns = [
    path("", views.show, name="show"),
    path("checks/", views.show_checks, name="checks"),
    path("drawn/<int:drawn_id>/", views.show_drawn, name="drawn"),
    path("remarks/", views.show_remarks, name="remarks"),
    path("remarks/<int:remark_id>/agenda/", views.to_agenda, name="to_agenda"),
    path("mine/", views.show_mine, name="mine"),
    path("mine/<int:remark_id>/answer/", views.answer, name="answer"),
    path("calibration/", views.show_calibration, name="calibration"),
    path("reviews/", review_views.show, name="reviews"),
    path("reviews/on/", review_views.switch_on, name="switch_on"),
    path("reviews/<int:layer_id>/off/", review_views.switch_off, name="switch_off"),
    path("reviews/<int:ask_id>/judgement/", review_views.decide, name="decide"),
    path("lists/<int:ticket_id>/", list_views.show, name="lists"),
    path("lists/<int:use_id>/points/", list_views.tick, name="tick"),
    path("lists/<int:use_id>/off/", list_views.detach, name="detach"),
]

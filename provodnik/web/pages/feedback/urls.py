"""Addresses of feedback."""

from django.urls import path

from provodnik.web.pages.feedback import views

app_name = "feedback"
urlpatterns = [
    path("", views.show_all, name="list"),
    path("add/", views.add, name="add"),
    path("cohorts/<int:cohort_id>/request/", views.ask, name="ask"),
    path("requests/<int:request_id>/update/", views.update, name="update"),
    path("<int:item_id>/", views.show, name="show"),
    path("<int:item_id>/topic/", views.sort, name="sort"),
    path("<int:item_id>/decision/", views.decide, name="decide"),
    path("<int:item_id>/reply/", views.reply, name="reply"),
    path("<int:item_id>/closure/", views.finish, name="finish"),
    path("<int:item_id>/reopening/", views.reopen, name="reopen"),
]

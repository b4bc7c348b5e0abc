"""Addresses of interviews and pains."""

from django.urls import path

from provodnik.web.pages.interviews import views

app_name = "interviews"
urlpatterns = [
    path("", views.show_all, name="list"),
    path("add/", views.add, name="add"),
    path("packs/", views.send_month, name="send_month"),
    path("pains/<int:pain_id>/", views.show_pain, name="pain"),
    path("quotes/<int:quote_id>/drop/", views.drop_quote, name="drop_quote"),
    path("<int:interview_id>/", views.show, name="show"),
    path("<int:interview_id>/plan/", views.change, name="change"),
    path("<int:interview_id>/notes/", views.write_down, name="write_down"),
    path("<int:interview_id>/quotes/", views.add_quote, name="add_quote"),
    path("<int:interview_id>/drop/", views.drop, name="drop"),
    path("<int:interview_id>/restore/", views.restore, name="restore"),
]

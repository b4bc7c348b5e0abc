"""The address of an invitation."""

from django.urls import path

from provodnik.web.pages.answering import views

app_name = "answering"
urlpatterns = [path("<str:token>", views.answer, name="answer")]

"""Addresses of surveys."""

from django.urls import path

from provodnik.web.pages.surveys import acting_views, editing_views, views

app_name = "surveys"
urlpatterns = [
    path("", views.show_all, name="list"),
    path("add/", editing_views.add, name="add"),
    path("ready/<slug:key>/", editing_views.take_ready, name="take_ready"),
    path("low/", acting_views.low, name="low"),
    path("low/<int:concern_id>/settlement/", acting_views.settle, name="settle"),
    path("low/<int:concern_id>/unsettling/", acting_views.unsettle, name="unsettle"),
    path("links/", acting_views.links, name="links"),
    path("links/<int:invitation_id>/handed/", acting_views.hand_over, name="hand_over"),
    path("<int:survey_id>/", views.show, name="show"),
    path("<int:survey_id>/people/", views.people, name="people"),
    path("<int:survey_id>/left-out/", views.left_out, name="left_out"),
    path("<int:survey_id>/export/", views.export, name="export"),
    path("<int:survey_id>/export.xlsx", views.export_book, name="export_book"),
    path("<int:survey_id>/waves/", editing_views.start_wave, name="start_wave"),
    path("<int:survey_id>/edit/", editing_views.edit, name="edit"),
    path("<int:survey_id>/settings/", editing_views.save, name="save"),
    path("<int:survey_id>/draft/", editing_views.revise, name="revise"),
    path("<int:survey_id>/intro/", editing_views.save_intro, name="save_intro"),
    path("<int:survey_id>/questions/", editing_views.add_question, name="add_question"),
    path(
        "<int:survey_id>/questions/<int:question_id>/",
        editing_views.save_question,
        name="save_question",
    ),
    path("<int:survey_id>/publication/", editing_views.publish, name="publish"),
    path("<int:survey_id>/start/", editing_views.start, name="start"),
    path("<int:survey_id>/stop/", editing_views.stop, name="stop"),
    path("<int:survey_id>/preview/", editing_views.preview, name="preview"),
]

"""Addresses of reviews and cases."""

from django.urls import path

from provodnik.web.pages.cases import step_views, views

app_name = "cases"
urlpatterns = [
    path("", views.show_all, name="list"),
    path("export/", views.export, name="export"),
    path("add/", views.add, name="add"),
    path("cohorts/<int:cohort_id>/", views.show_cohort, name="cohort"),
    path("cohorts/<int:cohort_id>/requests/", views.ask_cohort, name="ask_cohort"),
    path("clients/<int:client_id>/request/", views.ask, name="ask"),
    path("uses/<int:use_id>/drop/", step_views.drop_use, name="drop_use"),
    path("<int:case_id>/", views.show, name="show"),
    path("<int:case_id>/receipt/", step_views.receive, name="receive"),
    path("<int:case_id>/decline/", step_views.decline, name="decline"),
    path("<int:case_id>/reminder/", step_views.remind, name="remind"),
    path("<int:case_id>/consent/", step_views.allow, name="allow"),
    path("<int:case_id>/withdrawal/", step_views.forbid, name="forbid"),
    path("<int:case_id>/packaging/", step_views.package, name="package"),
    path("<int:case_id>/publication/", step_views.publish, name="publish"),
    path("<int:case_id>/publication/drop/", step_views.unpublish, name="unpublish"),
    path("<int:case_id>/approval/", step_views.approve, name="approve"),
    path("<int:case_id>/rejection/", step_views.reject, name="reject"),
    path("<int:case_id>/uses/", step_views.use, name="use"),
]

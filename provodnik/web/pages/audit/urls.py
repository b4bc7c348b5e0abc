"""Addresses of the audit."""

from django.urls import path

from provodnik.web.pages.audit import finding_views, views

app_name = "audit"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("new/", views.begin, name="begin"),
    path("effort/", views.effort, name="effort"),
    path("effort/<int:staff_id>/", views.show_deeds, name="deeds"),
    path("effort/export/", views.export_effort, name="export_effort"),
    path("self-check/", views.self_check, name="self_check"),
    path("launch/", views.launch, name="launch"),
    path("launch/drop/", views.drop, name="drop_launch"),
    path("<int:audit_id>/", views.show, name="show"),
    path("<int:audit_id>/again/", views.again, name="again"),
    path("<int:audit_id>/finish/", views.finish, name="finish"),
    path("<int:audit_id>/answer/<slug:check>/", views.answer, name="answer"),
    path("<int:audit_id>/report.<slug:kind>", views.report, name="report"),
    path("<int:audit_id>/findings/", finding_views.export, name="export"),
    path("findings/<int:finding_id>/", finding_views.edit, name="finding"),
    path("findings/<int:finding_id>/done/", finding_views.done, name="done"),
]

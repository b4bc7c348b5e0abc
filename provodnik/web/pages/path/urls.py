"""Addresses of the path."""

from django.urls import path

from provodnik.web.pages.path import rule_views, views

app_name = "path"
urlpatterns = [
    path("", views.show_map, name="map"),
    path("edit/", views.edit, name="edit"),
    path("edit/starter/", views.draw_starter, name="starter"),
    path("edit/discard/", views.discard, name="discard"),
    path("edit/publish/", views.publish, name="publish"),
    path("edit/check/", views.check, name="check"),
    path("edit/steps/<slug:key>/", views.save_step, name="save_step"),
    path("edit/steps/<slug:key>/remove/", views.remove_step, name="remove_step"),
    path("rules/", rule_views.show_rules, name="rules"),
    path("rules/new/", rule_views.add_rule, name="add_rule"),
    path("rules/<int:rule_id>/", rule_views.edit_rule, name="edit_rule"),
    path("rules/<int:rule_id>/activate/", rule_views.activate, name="activate_rule"),
]

"""Addresses of goals."""

from django.urls import path

from provodnik.web.pages.goals import edit_views, success_views, views

app_name = "goals"
urlpatterns = [
    path("", views.show, name="show"),
    path("export/", views.export, name="export"),
    path("export/xlsx/", views.export_book, name="export_book"),
    path("examples/", views.load_examples, name="load_examples"),
    path("objectives/new/", edit_views.objective, name="add_objective"),
    path("objectives/<int:goal_id>/", edit_views.objective, name="objective"),
    path("objectives/<int:goal_id>/results/new/", edit_views.add_result, name="add_result"),
    path("results/<int:goal_id>/", edit_views.result, name="result"),
    path("kpi/new/", edit_views.kpi, name="add_kpi"),
    path("kpi/<int:goal_id>/", edit_views.kpi, name="kpi"),
    path("strategy/new/", edit_views.initiative, name="add_initiative"),
    path("strategy/<int:goal_id>/", edit_views.initiative, name="initiative"),
    path("<slug:kind>/<int:goal_id>/fact/", edit_views.tell_fact, name="tell_fact"),
    path("<slug:kind>/<int:goal_id>/drop/", edit_views.drop, name="drop"),
    path("<slug:kind>/<int:goal_id>/restore/", edit_views.restore, name="restore"),
    path("success/<slug:row>/", success_views.show, name="success"),
    path("success/<slug:row>/target/", success_views.set_target, name="set_target"),
    path("success/<slug:row>/before/", success_views.tell_before, name="tell_before"),
]

"""Addresses of the matrix."""

from django.urls import path

from provodnik.web.pages.matrix import (
    backlog_views,
    cell_views,
    figures_views,
    import_views,
    knowledge_views,
    lines_views,
    revision_views,
    views,
)

app_name = "matrix"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("export/", views.export, name="export"),
    path("new/", views.add, name="add"),
    path("revision/", revision_views.show, name="revision"),
    path("revision/start/", revision_views.start, name="revision_start"),
    path("revision/<int:product_id>/", revision_views.decide, name="revise"),
    path("bulk/", cell_views.change_several, name="bulk"),
    path("undo/<str:token>/", cell_views.undo, name="undo"),
    path("import/", import_views.ask, name="import"),
    path("import/preview/", import_views.look, name="import_look"),
    path("import/take/", import_views.take, name="import_take"),
    path("roadmap/", figures_views.show_roadmap, name="roadmap"),
    path("subscriptions/", figures_views.show_subscriptions, name="subscriptions"),
    path("helpers/", figures_views.show_helpers, name="helpers"),
    path("helpers/export/", figures_views.export_helpers, name="helpers_export"),
    path("knowledge/", knowledge_views.report, name="knowledge"),
    path("knowledge/export/", knowledge_views.export, name="knowledge_export"),
    path("learn/", knowledge_views.learn, name="learn"),
    path("lines/", lines_views.show_lines, name="lines"),
    path("lines/new/", lines_views.add_line, name="line_add"),
    path("lines/<int:line_id>/", lines_views.show_line, name="line"),
    path("lines/<int:line_id>/edit/", lines_views.edit_line, name="line_edit"),
    path("lines/<int:line_id>/places/", lines_views.change_places, name="places"),
    path("lines/<int:line_id>/export/", lines_views.export_line, name="line_export"),
    path("backlog/", backlog_views.show, name="backlog"),
    path("backlog/export/", backlog_views.export, name="backlog_export"),
    path("backlog/<int:lesson_id>/", backlog_views.plan, name="lesson"),
    path("backlog/<int:lesson_id>/drop/", backlog_views.drop, name="lesson_drop"),
    path("<int:product_id>/", views.show, name="show"),
    path("<int:product_id>/cells/<str:field>/", cell_views.cell, name="cell"),
    path("<int:product_id>/content/", views.change_content, name="content"),
    path("<int:product_id>/edit/", views.edit, name="edit"),
    path("<int:product_id>/status/", views.change_status, name="status"),
    path("<int:product_id>/links/", views.change_links, name="links"),
    path("<int:product_id>/pains/", views.change_pains, name="pains"),
    path("<int:product_id>/economics/", views.confirm, name="confirm"),
]

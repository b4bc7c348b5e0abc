"""Addresses of the owner's home."""

from django.urls import path

from provodnik.web.pages.owner import views

app_name = "owner"
urlpatterns = [
    path("", views.show, name="show"),
    path("export/", views.export, name="export"),
    path("export/xlsx/", views.export_book, name="export_book"),
    path("changes/", views.note_change, name="note_change"),
    path("changes/<int:note_id>/drop/", views.drop_change, name="drop_change"),
    path("changes/<int:note_id>/restore/", views.restore_change, name="restore_change"),
    path("programme/", views.create_programme, name="create_programme"),
    path("point-a/", views.create_point_a, name="create_point_a"),
]

"""Addresses of the matrix."""

from django.urls import path

from provodnik.web.pages.matrix import revision_views, views

app_name = "matrix"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("export/", views.export, name="export"),
    path("new/", views.add, name="add"),
    path("revision/", revision_views.show, name="revision"),
    path("revision/start/", revision_views.start, name="revision_start"),
    path("revision/<int:product_id>/", revision_views.decide, name="revise"),
    path("<int:product_id>/", views.show, name="show"),
    path("<int:product_id>/edit/", views.edit, name="edit"),
    path("<int:product_id>/status/", views.change_status, name="status"),
    path("<int:product_id>/links/", views.change_links, name="links"),
    path("<int:product_id>/pains/", views.change_pains, name="pains"),
    path("<int:product_id>/economics/", views.confirm, name="confirm"),
]

"""Addresses of the channels."""

from django.urls import path

from provodnik.web.pages.connections import file_views, views

app_name = "connections"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("new/<slug:channel>/", views.connect, name="connect"),
    path("<int:account_id>/", views.change, name="change"),
    path("<int:account_id>/check/", views.check, name="check"),
    path("<int:account_id>/switch/", views.switch, name="switch"),
    path("files/<int:file_id>/", file_views.download, name="file"),
]

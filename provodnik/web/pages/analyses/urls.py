"""Addresses of analyses."""

from django.urls import path

from provodnik.web.pages.analyses import views

app_name = "analyses"
urlpatterns = [
    path("", views.show, name="show"),
    path("views/", views.keep_view, name="keep_view"),
    path("views/<int:view_id>/remove/", views.remove_view, name="remove_view"),
    path("<slug:kind>/", views.show, name="kind"),
    path("<slug:kind>/people/", views.show_people, name="people"),
    path("<slug:kind>/table.<slug:ending>", views.export, name="export"),
]

"""Addresses of points of outflow and cards of their causes."""

from django.urls import path

from provodnik.web.pages.causes import hypothesis_views, views

app_name = "causes"
urlpatterns = [
    path("", views.show_all, name="list"),
    path("export/", views.export, name="export"),
    path("open/", views.open_card, name="open"),
    path("points/<int:point_id>/card/", views.open_point, name="open_point"),
    path("<int:card_id>/", views.show, name="show"),
    path("<int:card_id>/owner/", views.name_owner, name="owner"),
    path("<int:card_id>/change/", views.make_change, name="change"),
    path("<int:card_id>/closure/", views.close, name="close"),
    path("<int:card_id>/reopening/", views.reopen, name="reopen"),
    path("<int:card_id>/drop/", views.drop, name="drop"),
    path("<int:card_id>/restore/", views.restore, name="restore"),
    path("<int:card_id>/hypotheses/", hypothesis_views.tell, name="tell"),
    path("hypotheses/<int:hypothesis_id>/", hypothesis_views.edit, name="hypothesis"),
    path("hypotheses/<int:hypothesis_id>/check/", hypothesis_views.check, name="check"),
    path("hypotheses/<int:hypothesis_id>/drop/", hypothesis_views.drop, name="drop_hypothesis"),
    path(
        "hypotheses/<int:hypothesis_id>/restore/",
        hypothesis_views.restore,
        name="restore_hypothesis",
    ),
]

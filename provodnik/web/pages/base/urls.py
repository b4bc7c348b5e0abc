"""Addresses of the base, its segments and campaigns."""

from django.urls import path

from provodnik.web.pages.base import campaign_views, segment_views, views

app_name = "base"
urlpatterns = [
    path("", views.show, name="show"),
    path("people/", views.people, name="people"),
    path("people/export/", views.export, name="export"),
    path("growth/", views.create_growth, name="growth"),
    path("costs/", views.create_cost, name="costs"),
    path("costs/<int:entry_id>/removal/", views.remove_cost, name="remove_cost"),
    path("segments/ready/", segment_views.take, name="ready"),
    path("segments/new/", segment_views.edit, name="new_segment"),
    path("segments/<int:segment_id>/", segment_views.show, name="segment"),
    path("segments/<int:segment_id>/edit/", segment_views.edit, name="edit_segment"),
    path("segments/<int:segment_id>/assumption/", segment_views.assumption, name="assumption"),
    path("segments/<int:segment_id>/archive/", segment_views.archive, name="archive"),
    path("segments/<int:segment_id>/restore/", segment_views.restore, name="restore"),
    path("campaigns/new/", campaign_views.create, name="new_campaign"),
    path("campaigns/<int:campaign_id>/", campaign_views.show, name="campaign"),
    path("campaigns/<int:campaign_id>/export/", campaign_views.export, name="campaign_export"),
    path("campaigns/<int:campaign_id>/<slug:change>/", campaign_views.change, name="change"),
]

"""Addresses of the path."""

from django.urls import path

from provodnik.web.pages.path import offer_views, rule_views, views

app_name = "path"
urlpatterns = [
    path("", views.show_map, name="map"),
    path("people/", views.show_travellers, name="travellers"),
    path("learned/", views.show_learned, name="learned"),
    path("edit/", views.edit, name="edit"),
    path("edit/starter/", views.draw_starter, name="starter"),
    path("edit/discard/", views.discard, name="discard"),
    path("edit/publish/", views.publish, name="publish"),
    path("edit/check/", views.check, name="check"),
    path("edit/steps/<slug:key>/", views.save_step, name="save_step"),
    path("edit/steps/<slug:key>/remove/", views.remove_step, name="remove_step"),
    path("versions/", views.show_versions, name="versions"),
    path("versions/<int:number>/draft/", views.draw_version, name="draw_version"),
    path("offers/", offer_views.show_offers, name="offers"),
    path("offers/export/", offer_views.export_offers, name="export_offers"),
    path("offers/personal/", offer_views.choose_client, name="personal_whom"),
    path("offers/personal/<int:client_id>/", offer_views.show_personal, name="personal"),
    path(
        "offers/personal/<int:client_id>/made/", offer_views.offer_personally, name="make_personal"
    ),
    path("offers/<int:offer_id>/", offer_views.show_offer, name="offer"),
    path("promotions/", offer_views.show_promotions, name="promotions"),
    path("promotions/opened/", offer_views.open_promotion, name="open_promotion"),
    path("promotions/<int:promotion_id>/end/", offer_views.stop_promotion, name="stop_promotion"),
    path("rules/", rule_views.show_rules, name="rules"),
    path("rules/new/", rule_views.add_rule, name="add_rule"),
    path("rules/<int:rule_id>/", rule_views.edit_rule, name="edit_rule"),
    path("rules/<int:rule_id>/activate/", rule_views.activate, name="activate_rule"),
    path("rules/<int:rule_id>/off/", rule_views.deactivate, name="deactivate_rule"),
]

"""Addresses of the exchange."""

from django.urls import path

from provodnik.web.pages.exchange import pack_views, views

app_name = "exchange"
urlpatterns = [
    path("", views.show, name="show"),
    path("heard/<int:pain_id>/", views.show_heard, name="heard"),
    path("requests/", views.ask, name="ask"),
    path("requests/<int:request_id>/", views.answer, name="answer"),
    path("handoffs/", views.hand_over, name="hand_over"),
    path("handoffs/<int:client_id>/seen/", views.seen, name="seen"),
    path("leads/<int:lead_id>/", views.take, name="take"),
    path("packs/", pack_views.send, name="send_pack"),
    path("packs/<int:pack_id>/received/", pack_views.confirm, name="confirm_pack"),
    path("packs/items/<int:item_id>/", pack_views.use, name="use_item"),
]

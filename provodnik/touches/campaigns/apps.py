from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "provodnik.touches.campaigns"
    label = "campaigns"

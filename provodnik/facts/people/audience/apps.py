from django.apps import AppConfig


class AudienceConfig(AppConfig):
    name = "provodnik.facts.people.audience"
    label = "audience"

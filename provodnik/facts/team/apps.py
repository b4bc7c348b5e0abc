from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "provodnik.facts.team"
    label = "team"

from django.apps import AppConfig


class RelationsConfig(AppConfig):
    name = "provodnik.facts.people.relations"
    label = "relations"

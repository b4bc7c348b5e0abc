from django.apps import AppConfig


class AccessesConfig(AppConfig):
    name = "provodnik.facts.people.accesses"
    label = "accesses"

from django.apps import AppConfig


class CausesConfig(AppConfig):
    name = "provodnik.decisions.causes"
    label = "causes"

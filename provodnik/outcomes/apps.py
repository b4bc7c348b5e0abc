from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "provodnik.outcomes"
    label = "outcomes"

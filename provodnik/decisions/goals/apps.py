from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "provodnik.decisions.goals"
    label = "goals"

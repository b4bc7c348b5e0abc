from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "provodnik.facts.learning"
    label = "learning"

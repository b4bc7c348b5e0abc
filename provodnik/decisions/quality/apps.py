from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "provodnik.decisions.quality"
    label = "quality"

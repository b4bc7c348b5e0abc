from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "provodnik.touches.voice.cases"
    label = "cases"

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "provodnik.decisions.duties"
    label = "duties"

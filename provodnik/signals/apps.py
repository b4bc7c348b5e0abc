from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "provodnik.signals"
    label = "signals"

from django.apps import AppConfig


class PayConfig(AppConfig):
    name = "provodnik.decisions.pay"
    label = "pay"

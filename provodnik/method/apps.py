from django.apps import AppConfig


class MethodConfig(AppConfig):
    name = "provodnik.method"
    label = "method"

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "provodnik.kernel"
    label = "kernel"

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "provodnik.kernel.outbox"
    label = "outbox"

from django.apps import AppConfig


class QueueConfig(AppConfig):
    name = "provodnik.touches.queue"
    label = "queue"

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "provodnik.touches.voice.feedback"
    label = "feedback"

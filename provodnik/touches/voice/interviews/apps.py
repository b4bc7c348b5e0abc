from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "provodnik.touches.voice.interviews"
    label = "interviews"

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "provodnik.touches.voice.surveys"
    label = "surveys"

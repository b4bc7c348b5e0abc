from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "provodnik.touches.care"
    label = "care"

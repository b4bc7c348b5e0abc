from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "provodnik.touches.desk"
    label = "desk"

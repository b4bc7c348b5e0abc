from django.apps import AppConfig


class DeskIntakeConfig(AppConfig):
    name = "provodnik.touches.desk.intake"
    label = "desk_intake"

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "provodnik.decisions.meetings"
    label = "meetings"

from django.apps import AppConfig


class LakeConfig(AppConfig):
    name = "provodnik.lake"
    label = "lake"

from django.apps import AppConfig


class GraduationsConfig(AppConfig):
    name = "provodnik.facts.learning.graduations"
    label = "graduations"

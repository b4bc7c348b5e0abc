from django.apps import AppConfig


class HomeworkConfig(AppConfig):
    name = "provodnik.facts.learning.homework"
    label = "homework"

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "provodnik.facts.learning.courses"
    label = "courses"

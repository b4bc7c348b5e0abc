from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "provodnik.web.design"
    label = "design"

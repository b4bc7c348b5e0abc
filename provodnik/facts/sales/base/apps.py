from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "provodnik.facts.sales.base"
    label = "base"

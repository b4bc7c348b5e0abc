from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "provodnik.facts.sales"
    label = "sales"

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "provodnik.facts.catalog"
    label = "catalog"

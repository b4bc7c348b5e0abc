from django.apps import AppConfig


class ErasureConfig(AppConfig):
    name = "provodnik.facts.people.erasure"
    label = "erasure"

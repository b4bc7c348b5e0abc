from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    name = "provodnik.facts.people.lifecycle"
    label = "lifecycle"

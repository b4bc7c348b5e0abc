from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "provodnik.facts.people"
    label = "people"

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "provodnik.reports"
    label = "reports"

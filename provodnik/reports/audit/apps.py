from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "provodnik.reports.audit"
    label = "audit"

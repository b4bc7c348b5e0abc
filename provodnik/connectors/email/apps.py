from django.apps import AppConfig


class EmailConfig(AppConfig):
    name = "provodnik.connectors.email"
    label = "email_connector"

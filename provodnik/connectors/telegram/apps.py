from django.apps import AppConfig


class TelegramConfig(AppConfig):
    name = "provodnik.connectors.telegram"
    label = "telegram"

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "provodnik.kernel.accounts"
    label = "accounts"
